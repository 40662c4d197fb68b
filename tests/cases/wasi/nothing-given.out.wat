(module
  (type (;0;) (func (param i32 i32) (result i32)))
  (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
  (type (;2;) (func))
  (type (;3;) (func (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $env-sizes (;0;) (type 0)))
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (;1;) (type 0)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (;2;) (type 1)))
  (memory (;0;) 1)
  (global $badf (;0;) (mut i32) i32.const 8)
  (export "memory" (memory 0))
  (export "variables" (func 4))
  (export "directory" (func 5))
  (export "bytes-read" (func 6))
  (func (;3;) (type 2)
    i32.const 0
    i32.const 4
    call $env-sizes
    drop
    i32.const 3
    i32.const 8
    call $prestat
    global.set $badf
    i32.const 16
    i32.const 64
    i32.store
    i32.const 20
    i32.const 8
    i32.store
    i32.const 24
    i32.const 77
    i32.store
    i32.const 0
    i32.const 16
    i32.const 1
    i32.const 24
    call $read
    drop
  )
  (func (;4;) (type 3) (result i32)
    i32.const 0
    i32.load
  )
  (func (;5;) (type 3) (result i32)
    global.get $badf
  )
  (func (;6;) (type 3) (result i32)
    i32.const 24
    i32.load
  )
  (data (;0;) (i32.const 16) "@\00\00\00\08")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
