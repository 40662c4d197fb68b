(module
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $t (;0;) 4 funcref)
  (memory (;0;) 1)
  (export "fill" (func 3))
  (export "call" (func 4))
  (elem $p (;0;) func $one $two)
  (func $one (;0;) (type 0) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type 0) (result i32)
    i32.const 2
  )
  (func (;2;) (type 1)
    i32.const 0
    table.size $t
    i32.store
  )
  (func (;3;) (type 1)
    i32.const 1
    i32.const 0
    i32.const 2
    table.init $p
  )
  (func (;4;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type 0)
  )
  (data (;0;) (i32.const 0) "\04")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
