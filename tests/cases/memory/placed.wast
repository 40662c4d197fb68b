;; What would be more segments than there may be, and more zeros than bytes, is placed by a start function.
;;! allow-segments = 2
;;! max-segments = 2
(module
  (memory (export "memory") 40)
  (func (export "wizer-initialize") (local $at i32)
    (memory.fill (i32.const 100000) (i32.const 7) (i32.const 80))
    (loop $next
      (i32.store (i32.add (local.get $at) (i32.const 30)) (i32.add (local.get $at) (i32.const 0x01000001)))
      (br_if $next (i32.lt_u
        (local.tee $at (i32.add (local.get $at) (i32.const 110000))) (i32.const 2621400)))))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
(assert_return (invoke "load" (i32.const 30)) (i32.const 0x01000001))
(assert_return (invoke "load" (i32.const 100000)) (i32.const 0x07070707))
(assert_return (invoke "load" (i32.const 100076)) (i32.const 0x07070707))
(assert_return (invoke "load" (i32.const 100080)) (i32.const 0))
(assert_return (invoke "load" (i32.const 110030)) (i32.const 0x0101adb1))
(assert_return (invoke "load" (i32.const 2530030)) (i32.const 0x01269ad1))
(assert_return (invoke "load" (i32.const 34)) (i32.const 0))
