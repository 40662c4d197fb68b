(module
  (type (;0;) (func (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $open (;0;) (type 0)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "fd" (func 2))
  (func (;1;) (type 1)
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
  )
  (func (;2;) (type 2) (result i32)
    i32.const 32
    i32.load
  )
  (data (;0;) (i32.const 0) "a.txt\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\04")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
