;; Constant expressions of 98,600 additions within one another: wasmi would call itself for each.
;;! golden = false
(module
  (memory 4)
  (table 200000 funcref)
  (global $deep (mut i32) (;@repeat 98600: i32.const 1 ;) (;@repeat 98599: i32.add ;))
  (data (offset (;@repeat 2000: i32.const 1 ;) (;@repeat 1999: i32.add ;)) "x")
  (elem (offset (;@repeat 2000: i32.const 1 ;) (;@repeat 1999: i32.add ;)) $get)
  (global $left i64 (i64.const 0) (;@repeat 2000: i64.const 1 i64.add ;))
  (func (export "wizer-initialize") (global.set $deep (i32.add (global.get $deep) (i32.const 1))))
  (func $get (export "get") (result i32) (global.get $deep))
  (func (export "left") (result i64) (global.get $left))
  (func (export "load") (result i32) (i32.load8_u (i32.const 2000)))
  (func (export "call") (result i32) (call_indirect (result i32) (i32.const 2000))))
(assert_return (invoke "get") (i32.const 98601))
(assert_return (invoke "left") (i64.const 2000))
(assert_return (invoke "load") (i32.const 120))
(assert_return (invoke "call") (i32.const 98601))
