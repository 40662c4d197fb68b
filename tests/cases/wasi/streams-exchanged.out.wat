(module
  (type (;0;) (func (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (type (;1;) (func (param i32 i32) (result i32)))
  (type (;2;) (func (param i32) (result i32)))
  (type (;3;) (func))
  (type (;4;) (func (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $open (;0;) (type 0)))
  (import "wasi_snapshot_preview1" "fd_renumber" (func $renumber (;1;) (type 1)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (;2;) (type 2)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "sum" (func 4))
  (func (;3;) (type 3)
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
    drop
    i32.const 36
    i32.const 32
    i32.load
    i32.const 0
    call $renumber
    i32.store
    i32.const 40
    i32.const 2
    i32.const 1
    call $renumber
    i32.store
    i32.const 44
    i32.const 3
    call $close
    i32.store
  )
  (func (;4;) (type 4) (result i32)
    i32.const 36
    i32.load
    i32.const 40
    i32.load
    i32.const 44
    i32.load
    i32.add
    i32.add
  )
  (data (;0;) (i32.const 0) "a.txt\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\04")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
