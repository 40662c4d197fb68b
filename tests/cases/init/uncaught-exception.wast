;;! expect = "init"
(module
  (tag $oops (param i32))
  (func $thrower (throw $oops (i32.const 3)))
  (func (export "wizer-initialize") (call $thrower)))
