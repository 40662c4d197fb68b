;; For the smallest file, what repeats is repeated behind what is placed.
;;! layout = "size"
;;! allow-segments = 2
;;! max-segments = 2
(module
  (memory 40)
  (func (export "wizer-initialize") (local $at i32)
    (memory.fill (i32.const 200000) (i32.const 9) (i32.const 5000))
    (loop $next
      (i32.store (i32.add (local.get $at) (i32.const 30)) (i32.add (local.get $at) (i32.const 0x01000001)))
      (br_if $next (i32.lt_u
        (local.tee $at (i32.add (local.get $at) (i32.const 110000))) (i32.const 2621400)))))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
(assert_return (invoke "load" (i32.const 30)) (i32.const 0x01000001))
(assert_return (invoke "load" (i32.const 200000)) (i32.const 0x09090909))
(assert_return (invoke "load" (i32.const 204996)) (i32.const 0x09090909))
(assert_return (invoke "load" (i32.const 205000)) (i32.const 0))
(assert_return (invoke "load" (i32.const 2530030)) (i32.const 0x01269ad1))
