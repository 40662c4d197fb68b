;; `array.new_data` reads a passive segment just as `memory.init` does.
(module
  (type $bytes (array (mut i8)))
  (memory 1)
  (data (i32.const 0) "xx")
  (data $p "hello")
  (func (export "wizer-initialize") (i32.store8 (i32.const 9) (i32.const 9)))
  (func (export "at") (param i32) (result i32)
    (array.get_u $bytes (array.new_data $bytes $p (i32.const 0) (i32.const 5)) (local.get 0)))
  (func (export "load") (result i32) (i32.load8_u (i32.const 9))))
(assert_return (invoke "at" (i32.const 4)) (i32.const 0x6f))
(assert_return (invoke "load") (i32.const 9))
