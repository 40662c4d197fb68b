(module
  (type (;0;) (func (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
  (type (;2;) (func (param i32) (result i32)))
  (type (;3;) (func (param i32)))
  (type (;4;) (func))
  (type (;5;) (func (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $open (;0;) (type 0)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (;1;) (type 1)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (;2;) (type 2)))
  (memory (;0;) 1)
  (global $errors (;0;) (mut i32) i32.const 0)
  (export "memory" (memory 0))
  (export "errors" (func 5))
  (export "load" (func 6))
  (func $check (;3;) (type 3) (param i32)
    global.get $errors
    local.get 0
    i32.or
    global.set $errors
  )
  (func (;4;) (type 4)
    i32.const 3
    i32.const 0
    i32.const 0
    i32.const 5
    i32.const 0
    i64.const 2
    i64.const 0
    i32.const 0
    i32.const 32
    call $open
    call $check
    i32.const 16
    i32.const 64
    i32.store
    i32.const 20
    i32.const 100
    i32.store
    i32.const 32
    i32.load
    i32.const 16
    i32.const 1
    i32.const 24
    call $read
    call $check
    i32.const 32
    i32.load
    call $close
    call $check
  )
  (func (;5;) (type 5) (result i32)
    global.get $errors
  )
  (func (;6;) (type 2) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (data (;0;) (i32.const 0) "a.txt\00\00\00\00\00\00\00\00\00\00\00@\00\00\00d\00\00\00\08\00\00\00\00\00\00\00\04")
  (data (;1;) (i32.const 64) "contents")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
