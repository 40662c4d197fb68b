;; The init function itself stays: others may call it.
(module
  (global $n (mut i32) (i32.const 0))
  (func $init (export "wizer-initialize") (global.set $n (i32.add (global.get $n) (i32.const 1))))
  (func (export "again") (result i32) (call $init) (global.get $n)))
(assert_return (invoke "again") (i32.const 2))
