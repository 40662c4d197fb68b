(module
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i64)))
  (table $t (;0;) i64 3 funcref)
  (global $g (;0;) (mut i32) i32.const 6)
  (export "g" (func 2))
  (export "size" (func 3))
  (elem (;0;) (i64.const 1) func $f)
  (func $f (;0;) (type 0) (result i32)
    i32.const 6
  )
  (func (;1;) (type 1)
    i64.const 1
    call_indirect (type 0)
    global.set $g
  )
  (func (;2;) (type 0) (result i32)
    global.get $g
  )
  (func (;3;) (type 2) (result i64)
    table.size $t
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
