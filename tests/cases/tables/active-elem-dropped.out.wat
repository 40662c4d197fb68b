(module
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (table $t (;0;) 2 funcref)
  (export "call" (func 2))
  (elem $e (;0;) (table $t) (i32.const 0) func $f)
  (func $f (;0;) (type 0) (result i32)
    i32.const 6
  )
  (func (;1;) (type 1)
    elem.drop $e
  )
  (func (;2;) (type 0) (result i32)
    i32.const 0
    call_indirect (type 0)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
