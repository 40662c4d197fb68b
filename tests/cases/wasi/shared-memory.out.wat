(module
  (type (;0;) (func (param i32 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (;0;) (type 0)))
  (import "wasi_snapshot_preview1" "args_get" (func $get (;1;) (type 0)))
  (memory (;0;) 1 1 shared)
  (global $errno (;0;) (mut i32) i32.const 0)
  (export "memory" (memory 0))
  (export "errno" (func 3))
  (export "count" (func 4))
  (export "last" (func 5))
  (func (;2;) (type 1)
    i32.const 0
    i32.const 4
    call $sizes
    i32.const 16
    i32.const 64
    call $get
    i32.add
    global.set $errno
  )
  (func (;3;) (type 2) (result i32)
    global.get $errno
  )
  (func (;4;) (type 2) (result i32)
    i32.const 0
    i32.load
  )
  (func (;5;) (type 2) (result i32)
    i32.const 20
    i32.load
    i32.load8_u
  )
  (data (;0;) (i32.const 0) "\02\00\00\00\06\00\00\00\00\00\00\00\00\00\00\00@\00\00\00D")
  (data (;1;) (i32.const 64) "app\00a")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
