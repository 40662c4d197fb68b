;; Thousands of handlers around a call, one within another and in one construct.
;;! golden = false
(module
  (tag $e (param i32))
  (tag $f (param i32))
  (global $found (mut i32) (i32.const 0))
  (func $throw (param i32) (if (local.get 0) (then (throw $e (local.get 0)))))
  (func $count (global.set $found (i32.add (global.get $found) (i32.const 1))))
  (func $nested (param i32) (result i32)
    block $h (result i32)
      (;@repeat 300: try_table (catch $f $h) call $count ;)
      (call $throw (local.get 0))
      (;@repeat 300: end ;)
      i32.const -1
    end)
  (func $many (param i32) (result i32)
    block $h (result i32)
      try_table (;@repeat 2000: (catch $f $h) ;) (catch $e $h)
        (;@repeat 100: call $count ;)
        (call $throw (local.get 0))
      end
      i32.const -1
    end)
  (func $both (param i32) (result i32)
    block $h (result i32)
      try_table (result i32) (catch $e $h)
        (i32.add (call $nested (local.get 0)) (call $many (local.get 0)))
      end
    end)
  (func (export "wizer-initialize") (drop (call $both (i32.const 3))) (drop (call $many (i32.const 3))))
  (func (export "found") (result i32) (global.get $found))
  (func (export "both") (param i32) (result i32) (call $both (local.get 0)))
  (func (export "many") (param i32) (result i32) (call $many (local.get 0))))
(assert_return (invoke "found") (i32.const 400))
(assert_return (invoke "both" (i32.const 0)) (i32.const -2))
(assert_return (invoke "both" (i32.const 4)) (i32.const 4))
(assert_return (invoke "many" (i32.const 5)) (i32.const 5))
