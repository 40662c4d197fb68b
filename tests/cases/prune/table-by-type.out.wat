(module
  (type $unary (;0;) (func (param i32) (result i32)))
  (type $binary (;1;) (func (param i32 i32) (result i32)))
  (table $t (;0;) 4 funcref)
  (export "run" (func 3))
  (elem (;0;) (i32.const 0) func $double $add $negate)
  (func $double (;0;) (type $unary) (param i32) (result i32)
    local.get 0
    i32.const 2
    i32.mul
  )
  (func $add (;1;) (type $binary) (param i32 i32) (result i32)
    unreachable
  )
  (func $negate (;2;) (type $unary) (param i32) (result i32)
    i32.const 0
    local.get 0
    i32.sub
  )
  (func (;3;) (type $binary) (param i32 i32) (result i32)
    local.get 0
    local.get 1
    call_indirect (type $unary)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
