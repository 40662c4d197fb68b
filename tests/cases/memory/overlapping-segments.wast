;; Of overlapping segments the later one wins, as it does in the input.
(module
  (memory 1)
  (data (i32.const 0) "aaaaaaaa")
  (data (i32.const 2) "bbbb")
  (data (i32.const 4) "c")
  (func (export "wizer-initialize") (i32.store8 (i32.const 7) (i32.const 0x64)))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
(assert_return (invoke "load" (i32.const 0)) (i32.const 0x6262_6161))
(assert_return (invoke "load" (i32.const 4)) (i32.const 0x6461_6263))
