;;! state = "mutable `funcref` global, unchanged"
(module $subject
  (memory 1)
  (global $g (export "g") (mut funcref) (ref.null func)) (elem declare func $f)
  (func $f)
  (func (export "wizer-initialize") (i32.store (i32.const 8) (i32.const 42)))
  (func (export "set") (global.set $g (ref.func $f)))
  (func (export "get") (result i32 i32)
    (ref.is_null (global.get $g)) (i32.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 1) (i32.const 42))
(assert_return (invoke "set"))
(assert_return (invoke "get") (i32.const 0) (i32.const 42))
