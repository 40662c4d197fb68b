;; An exception that the first run left: its object changes in the second, and it moves.
;;! init = ["first"]
;;! again = ["second"]
;;! golden = false
(module
  (type $s (struct (field $n (mut i32))))
  (tag $t (param (ref $s)))
  (table $e 2 exnref)
  (global $g (mut exnref) (ref.null exn))
  (func (export "first")
    (global.set $g
      (block $h (result exnref)
        (try_table (catch_all_ref $h) (throw $t (struct.new $s (i32.const 5))))
        unreachable)))
  (func $object (param exnref) (result (ref $s))
    (block $h (result (ref $s))
      (try_table (catch $t $h) (throw_ref (local.get 0)))
      unreachable))
  (func (export "second")
    (struct.set $s $n (call $object (global.get $g)) (i32.const 6))
    (table.set $e (i32.const 1) (global.get $g))
    (global.set $g (ref.null exn)))
  (func (export "get") (result i32 i32)
    (ref.is_null (global.get $g))
    (struct.get $s $n (call $object (table.get $e (i32.const 1))))))
(assert_return (invoke "get") (i32.const 1) (i32.const 6))
