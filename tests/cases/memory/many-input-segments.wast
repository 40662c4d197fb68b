;; An input that already has 98,000 segments, which with those of the image would be too many.
;;! golden = false
;;! max-segments = 100000
(module
  (memory 100)
  (;@repeat 98000 * 64: (data (i32.const $i) "x") ;)
  (func (export "wizer-initialize") (local $at i32)
    (local.set $at (i32.const 32))
    (loop $next
      (i32.store8 (local.get $at) (i32.const 2))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br_if $next (i32.lt_u (local.get $at) (i32.const 6272000)))))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
(assert_return (invoke "load" (i32.const 0)) (i32.const 0x78))
(assert_return (invoke "load" (i32.const 32)) (i32.const 2))
(assert_return (invoke "load" (i32.const 6271936)) (i32.const 0x78))
(assert_return (invoke "load" (i32.const 6271968)) (i32.const 2))
(assert_return (invoke "load" (i32.const 6271967)) (i32.const 0))
