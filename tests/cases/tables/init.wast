(module
  (table $callbacks 4 8 funcref)
  (table $other 4 funcref)
  (elem $handlers func $f)
  (func $f)
  (func $register (table.init $callbacks $handlers (i32.const 0) (i32.const 0) (i32.const 1)))
  (func (export "wizer-initialize") (call $register)))
