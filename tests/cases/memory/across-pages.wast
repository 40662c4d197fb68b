;; One run of bytes that crosses from page to page, twice.
;;! max-segments = 1
;;! golden = false
(module
  (memory 4)
  (func (export "wizer-initialize")
    (memory.fill (i32.const 0xfff0) (i32.const 0xab) (i32.const 0x10020)))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
(assert_return (invoke "load" (i32.const 0xffef)) (i32.const 0))
(assert_return (invoke "load" (i32.const 0xfff0)) (i32.const 0xab))
(assert_return (invoke "load" (i32.const 0xffff)) (i32.const 0xab))
(assert_return (invoke "load" (i32.const 0x10000)) (i32.const 0xab))
(assert_return (invoke "load" (i32.const 0x2000f)) (i32.const 0xab))
(assert_return (invoke "load" (i32.const 0x20010)) (i32.const 0))
