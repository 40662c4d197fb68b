(module
  (global $a (mut i32) (i32.const 0))
  (global $b (mut i64) (i64.const 0))
  (func $two (result i32 i64) (i32.const 1) (i64.const 2))
  (func (export "wizer-initialize") (call $two) (global.set $b) (global.set $a))
  (func (export "get") (result i64 i32) (global.get $b) (global.get $a)))
(assert_return (invoke "get") (i64.const 2) (i32.const 1))
