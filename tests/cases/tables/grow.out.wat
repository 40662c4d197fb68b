(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $callbacks (;0;) 6 8 funcref)
  (export "size" (func 2))
  (export "grow" (func 3))
  (export "call" (func 4))
  (elem (;0;) (i32.const 3) func $one)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func (;1;) (type 1)
    ref.null func
    i32.const 2
    table.grow $callbacks
    drop
  )
  (func (;2;) (type $f) (result i32)
    table.size $callbacks
  )
  (func (;3;) (type 2) (param i32) (result i32)
    ref.null func
    local.get 0
    table.grow $callbacks
  )
  (func (;4;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
