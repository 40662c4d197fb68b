(module $main
  (type (;0;) (func (result funcref)))
  (type (;1;) (func (result i32)))
  (type (;2;) (func))
  (import "lib" "get" (func $get (;0;) (type 0)))
  (import "lib" "shown" (func $shown (;1;) (type 1)))
  (table $t (;0;) 2 funcref)
  (export "call" (func 3))
  (elem (;0;) (i32.const 1) func $shown)
  (func (;2;) (type 2)
    i32.const 1
    call $get
    table.set $t
  )
  (func (;3;) (type 1) (result i32)
    i32.const 1
    call_indirect (type 1)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
