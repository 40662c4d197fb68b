(module
  (table $callbacks 4 8 funcref)
  (table $other 4 funcref)
  (elem $handlers func $f)
  (func $f)
  (func $register (table.set $callbacks (i32.const 1) (ref.func $f)))
  (func (export "wizer-initialize") (call $register)))
