(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32 i32)))
  (import "env" "base" (global $base (;0;) i32))
  (memory (;0;) 1)
  (global $copy (;1;) (mut i32) i32.const 64)
  (export "get" (func 1))
  (func (;0;) (type 0)
    global.get $base
    i32.const 68
    i32.store8
  )
  (func (;1;) (type 1) (result i32 i32)
    global.get $copy
    i32.const 64
    i32.load
  )
  (data (;0;) (i32.const 64) "Data")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
