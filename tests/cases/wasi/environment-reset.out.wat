(module
  (type (;0;) (func (param i32 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $get (;0;) (type 0)))
  (memory (;0;) 1)
  (global $environ (;0;) (mut i32) i32.const -1)
  (export "memory" (memory 0))
  (export "__wasilibc_deinitialize_environ" (func 3))
  (export "environ" (func 4))
  (func $read (;1;) (type 1)
    i32.const 16
    i32.const 64
    call $get
    drop
    i32.const 16
    global.set $environ
  )
  (func (;2;) (type 1)
    call $read
  )
  (func (;3;) (type 1)
    i32.const -1
    global.set $environ
  )
  (func (;4;) (type 2) (result i32)
    global.get $environ
  )
  (data (;0;) (i32.const 16) "@")
  (data (;1;) (i32.const 64) "NAME=a longer value")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
