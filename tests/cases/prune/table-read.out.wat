(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func (result i64)))
  (table $t (;0;) 2 funcref)
  (export "run" (func 2))
  (elem (;0;) (i32.const 0) func $one $two)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type 1) (result i64)
    i64.const 2
  )
  (func (;2;) (type $f) (result i32)
    i32.const 0
    table.get $t
    ref.cast (ref $f)
    call_ref $f
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
