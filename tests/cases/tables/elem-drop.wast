(module
  (table $callbacks 4 8 funcref)
  (table $other 4 funcref)
  (elem $handlers func $f)
  (func $f)
  (func $register (elem.drop $handlers))
  (func (export "wizer-initialize") (call $register)))
