(module
  (type (;0;) (func (param i32 i32) (result i32)))
  (type (;1;) (func (param i32 i32 i32 i32 i32) (result i32)))
  (type (;2;) (func))
  (type (;3;) (func (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (;0;) (type 0)))
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $stat (;1;) (type 1)))
  (memory (;0;) 1)
  (global $errno (;0;) (mut i32) i32.const 44)
  (export "memory" (memory 0))
  (export "name-length" (func 3))
  (export "errno" (func 4))
  (func (;2;) (type 2)
    i32.const 3
    i32.const 16
    call $prestat
    drop
    i32.const 3
    i32.const 0
    i32.const 0
    i32.const 7
    i32.const 64
    call $stat
    global.set $errno
  )
  (func (;3;) (type 3) (result i32)
    i32.const 20
    i32.load
  )
  (func (;4;) (type 3) (result i32)
    global.get $errno
  )
  (data (;0;) (i32.const 0) "missing\00\00\00\00\00\00\00\00\00\00\00\00\00\05")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
