(module
  (type (;0;) (func (param i32 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (;0;) (type 0)))
  (global $errno (;0;) (mut i32) i32.const 21)
  (export "errno" (func 2))
  (func (;1;) (type 1)
    i32.const 0
    i32.const 4
    call $random
    global.set $errno
  )
  (func (;2;) (type 2) (result i32)
    global.get $errno
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
