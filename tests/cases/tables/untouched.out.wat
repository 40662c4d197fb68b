(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $t (;0;) 4 8 funcref)
  (memory (;0;) 1)
  (export "t" (table $t))
  (export "call" (func 3))
  (export "get" (func 4))
  (elem (;0;) (i32.const 1) func $one $two)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func (;2;) (type 1)
    i32.const 0
    i32.const 2
    call_indirect (type $f)
    i32.store
  )
  (func (;3;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (func (;4;) (type $f) (result i32)
    i32.const 0
    i32.load
  )
  (data (;0;) (i32.const 0) "\02")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
