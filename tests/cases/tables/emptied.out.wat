(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32 i32 i32)))
  (table $t (;0;) 3 funcref)
  (export "nulls" (func 2))
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func (;1;) (type 1)
    i32.const 0
    ref.null func
    i32.const 3
    table.fill $t
  )
  (func (;2;) (type 2) (result i32 i32 i32)
    i32.const 0
    table.get $t
    ref.is_null
    i32.const 1
    table.get $t
    ref.is_null
    i32.const 2
    table.get $t
    ref.is_null
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
