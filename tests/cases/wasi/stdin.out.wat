(module
  (type (;0;) (func (param i32 i32 i32 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (;0;) (type 0)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "load" (func 2))
  (func (;1;) (type 1)
    i32.const 16
    i32.const 64
    i32.store
    i32.const 20
    i32.const 5
    i32.store
    i32.const 0
    i32.const 16
    i32.const 1
    i32.const 24
    call $read
    drop
    i32.const 16
    i32.const 80
    i32.store
    i32.const 20
    i32.const 100
    i32.store
    i32.const 0
    i32.const 16
    i32.const 1
    i32.const 28
    call $read
    drop
  )
  (func (;2;) (type 2) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (data (;0;) (i32.const 16) "P\00\00\00d\00\00\00\05\00\00\00\07")
  (data (;1;) (i32.const 64) "hello\00\00\00\00\00\00\00\00\00\00\00, guest")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
