;; Legacy constructs, thousands of them within one another: what is run in their place grows with them and no faster.
;;! golden = false
(module
  (tag $e (param i32))
  (tag $f)
  (global $found (mut i32) (i32.const 0))
  (func $throw (param i32) (if (local.get 0) (then (throw $e (local.get 0)))))
  (func $count (global.set $found (i32.add (global.get $found) (i32.const 1))))
  ;; Each delegates to the one around it, and the last to the function.
  (func $delegate (param i32)
    (;@repeat 1000: try ;) (call $throw (local.get 0)) (;@repeat 1000: delegate 0 ;))
  ;; Handlers that do not fit, with a call in each body.
  (func $pass (param i32)
    (;@repeat 1000: try call $count ;) (call $throw (local.get 0)) (;@repeat 1000: catch $f end ;))
  ;; Each handler throws again.
  (func $rethrow (param i32)
    (;@repeat 1000: try call $count ;) (call $throw (local.get 0)) (;@repeat 1000: catch_all call $count rethrow 0 end ;))
  ;; Each in the handler of another.
  (func $handlers (param i32)
    (;@repeat 1000: try (call $throw (local.get 0)) catch_all ;) call $count (;@repeat 1000: end ;))
  ;; Beside one another, in one.
  (func $beside (param i32)
    try (;@repeat 1000: try (call $throw (local.get 0)) delegate 0 ;) catch $e global.set $found end)
  (func $caught (param $which i32) (param $thrown i32) (result i32)
    try
      (if (i32.eq (local.get $which) (i32.const 0)) (then (call $delegate (local.get $thrown))))
      (if (i32.eq (local.get $which) (i32.const 1)) (then (call $pass (local.get $thrown))))
      (if (i32.eq (local.get $which) (i32.const 2)) (then (call $rethrow (local.get $thrown))))
      (if (i32.eq (local.get $which) (i32.const 3)) (then (call $handlers (local.get $thrown))))
      (if (i32.eq (local.get $which) (i32.const 4)) (then (call $beside (local.get $thrown))))
    catch $e
      (return (i32.add (i32.const 1000000)))
    end
    i32.const 0)
  (func (export "wizer-initialize")
    (drop (call $caught (i32.const 1) (i32.const 7)))
    (drop (call $caught (i32.const 2) (i32.const 7)))
    (drop (call $caught (i32.const 3) (i32.const 7))))
  (func (export "found") (result i32) (global.get $found))
  (func (export "caught") (param i32 i32) (result i32) (call $caught (local.get 0) (local.get 1))))
(assert_return (invoke "found") (i32.const 3001))
(assert_return (invoke "caught" (i32.const 0) (i32.const 0)) (i32.const 0))
(assert_return (invoke "caught" (i32.const 0) (i32.const 5)) (i32.const 1000005))
(assert_return (invoke "caught" (i32.const 1) (i32.const 6)) (i32.const 1000006))
(assert_return (invoke "caught" (i32.const 2) (i32.const 7)) (i32.const 1000007))
(assert_return (invoke "caught" (i32.const 3) (i32.const 8)) (i32.const 0))
(assert_return (invoke "caught" (i32.const 4) (i32.const 9)) (i32.const 0))
(assert_return (invoke "found") (i32.const 9))
