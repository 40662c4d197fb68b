;;! expect = "init"
(module
  (func $panic unreachable)
  (func $main (call $panic))
  (func (export "wizer-initialize") (call $main)))
