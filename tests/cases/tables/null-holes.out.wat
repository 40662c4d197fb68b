(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $t (;0;) 7 funcref)
  (export "is-null" (func 2))
  (elem (;0;) (i32.const 1) func $one)
  (elem (;1;) (i32.const 4) func $one $one)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func (;1;) (type 1)
    i32.const 0
    ref.null func
    table.set $t
    i32.const 2
    ref.null func
    table.set $t
    i32.const 3
    ref.null func
    table.set $t
    i32.const 6
    ref.null func
    table.set $t
  )
  (func (;2;) (type 2) (param i32) (result i32)
    local.get 0
    table.get $t
    ref.is_null
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
