(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $t (;0;) 6 6 funcref)
  (export "size" (func 3))
  (export "grow" (func 4))
  (export "call" (func 5))
  (elem (;0;) (i32.const 1) func $one $one $one $two $two)
  (elem (;1;) declare func $one $two)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func (;2;) (type 1)
    ref.func $one
    i32.const 3
    table.grow $t
    drop
    ref.func $two
    i32.const 2
    table.grow $t
    drop
  )
  (func (;3;) (type $f) (result i32)
    table.size $t
  )
  (func (;4;) (type $f) (result i32)
    ref.null func
    i32.const 1
    table.grow $t
  )
  (func (;5;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
