;; The same through an array of exceptions without null, and an exception that takes a placeholder of
;; its own: the only tag wants an object.
;;! golden = false
(module
  (type $list (array (mut (ref exn))))
  (tag $t (param (ref $list) i64))
  (global $list (mut (ref null $list)) (ref.null $list))
  (func $caught (param $list (ref $list)) (param i64) (result (ref exn))
    (block $h (result (ref exn))
      (try_table (catch_all_ref $h) (throw $t (local.get $list) (local.get 1)))
      unreachable))
  (func (export "wizer-initialize")
    (global.set $list
      (array.new $list (call $caught (array.new_fixed $list 0) (i64.const 1)) (i32.const 2)))
    (array.set $list (global.get $list) (i32.const 1)
      (call $caught (ref.as_non_null (global.get $list)) (i64.const 2))))
  (func $payload (param i32) (result (ref $list) i64)
    (block $h (result (ref $list) i64)
      (try_table (catch $t $h) (throw_ref (array.get $list (global.get $list) (local.get 0))))
      unreachable))
  (func (export "n") (param i32) (result i64) (local i64)
    (call $payload (local.get 0)) (local.set 1) drop (local.get 1))
  (func (export "same") (param i32) (result i32)
    (call $payload (local.get 0)) drop (ref.eq (global.get $list))))
(assert_return (invoke "n" (i32.const 0)) (i64.const 1))
(assert_return (invoke "same" (i32.const 0)) (i32.const 0))
(assert_return (invoke "n" (i32.const 1)) (i64.const 2))
(assert_return (invoke "same" (i32.const 1)) (i32.const 1))
