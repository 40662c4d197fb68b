(module $m
  (global $callback (mut funcref) (ref.null func))
  (func $f)
  (elem declare func $f)
  (func $register (global.set $callback (ref.func $f)))
  (func (export "wizer-initialize") (call $register)))
