;; Legacy `delegate`: to the body of an outer `try` past one in between, to a block, to a handler's
;; `try`, which is over, and out of the function past everything.
;;! golden = false
(module
  (tag $e (param i32))
  (global $sum (mut i32) (i32.const 0))
  (func $throw (param i32) (throw $e (local.get 0)))
  (func $past (result i32)
    try (result i32)
      try (result i32)
        try (result i32)
          (call $throw (i32.const 1))
          (i32.const 90)
        delegate 1
      catch $e
        (i32.add (i32.const 200))
      end
    catch $e
      (i32.add (i32.const 100))
    end)
  (func $to-block (result i32)
    try (result i32)
      (block (result i32)
        try (result i32)
          try (result i32) (call $throw (i32.const 2)) (i32.const 91) delegate 1
        catch_all
          (i32.const 201)
        end)
    catch $e
      (i32.add (i32.const 100))
    end)
  (func $from-handler (result i32)
    try (result i32)
      try (result i32)
        (call $throw (i32.const 3)) (i32.const 92)
      catch $e
        drop
        try (result i32) (call $throw (i32.const 4)) (i32.const 93) delegate 0
      end
    catch $e
      (i32.add (i32.const 100))
    end)
  (func $out (result i32)
    try (result i32)
      try (result i32) (call $throw (i32.const 5)) (i32.const 94) delegate 1
    catch_all
      (i32.const 202)
    end)
  (func $all (result i32)
    (i32.add (i32.add (call $past) (call $to-block)) (i32.add (call $from-handler)
      (block $h (result i32)
        (try_table (result i32) (catch $e $h) (call $out))))))
  (func (export "wizer-initialize") (global.set $sum (call $all)))
  (func (export "sum") (result i32) (global.get $sum))
  (func (export "all") (result i32) (call $all)))
(assert_return (invoke "sum") (i32.const 312))
(assert_return (invoke "all") (i32.const 312))
