;; 98,000 passive segments keep their indices, whatever is added.
;;! golden = false
;;! max-segments = 100000
(module
  (memory 100)
  (;@repeat 97999: (data "x") ;)
  (data $last "last")
  (func (export "wizer-initialize") (local $at i32)
    (loop $next
      (i32.store8 (local.get $at) (i32.const 2))
      (local.set $at (i32.add (local.get $at) (i32.const 512)))
      (br_if $next (i32.lt_u (local.get $at) (i32.const 6553600)))))
  (func (export "last") (result i32)
    (memory.init $last (i32.const 4) (i32.const 0) (i32.const 4))
    (i32.load (i32.const 4)))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
(assert_return (invoke "load" (i32.const 6553088)) (i32.const 2))
(assert_return (invoke "last") (i32.const 0x7473_616c))
