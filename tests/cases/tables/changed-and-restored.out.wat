(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $t (;0;) 3 funcref)
  (export "call" (func 3))
  (elem (;0;) (i32.const 1) func $one $two)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func (;2;) (type 1)
    i32.const 1
    ref.func $two
    table.set $t
    i32.const 1
    ref.func $one
    table.set $t
  )
  (func (;3;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
