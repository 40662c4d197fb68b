;; A table whose type has no null grows with a function; its initializer fills none of the new entries.
(module
  (type $f (func (result i32)))
  (table $t 2 (ref $f) (ref.func $one))
  (elem declare func $two)
  (func $one (type $f) (i32.const 1))
  (func $two (type $f) (i32.const 2))
  (func (export "wizer-initialize") (drop (table.grow $t (ref.func $two) (i32.const 3))))
  (func (export "size") (result i32) (table.size $t))
  (func (export "call") (param i32) (result i32) (call_indirect (type $f) (local.get 0))))
(assert_return (invoke "size") (i32.const 5))
(assert_return (invoke "call" (i32.const 1)) (i32.const 1))
(assert_return (invoke "call" (i32.const 2)) (i32.const 2))
(assert_return (invoke "call" (i32.const 4)) (i32.const 2))
