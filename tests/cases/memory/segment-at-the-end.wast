;; Segments that end where the memory ends, one of them empty and right behind it.
(module
  (memory 1)
  (data (i32.const 0xfffc) "tail")
  (data (i32.const 0x10000) "")
  (func (export "wizer-initialize") (i32.store8 (i32.const 0xfffc) (i32.const 0x54)))
  (func (export "get") (result i32) (i32.load (i32.const 0xfffc))))
(assert_return (invoke "get") (i32.const 0x6c69_6154))
