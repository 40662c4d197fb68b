(module
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $t (;0;) 8 funcref)
  (memory (;0;) 1)
  (global $base (;0;) i32 i32.const 10)
  (export "load" (func 2))
  (export "call" (func 3))
  (elem (;0;) (i32.const 5) func $one $one)
  (func $one (;0;) (type 0) (result i32)
    i32.const 1
  )
  (func (;1;) (type 1)
    i32.const 20
    i32.const 65
    i32.store8
    i32.const 6
    i32.const 5
    table.get $t
    table.set $t
  )
  (func (;2;) (type 2) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (func (;3;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type 0)
  )
  (data (;0;) (i32.const 20) "At twenty")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
