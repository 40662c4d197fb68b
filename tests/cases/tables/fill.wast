(module
  (table $callbacks 4 8 funcref)
  (table $other 4 funcref)
  (elem $handlers func $f)
  (func $f)
  (func $register (table.fill $callbacks (i32.const 0) (ref.func $f) (i32.const 2)))
  (func (export "wizer-initialize") (call $register)))
