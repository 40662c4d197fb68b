(module
  (type (;0;) (func (param i32 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args-sizes (;0;) (type 0)))
  (import "wasi_snapshot_preview1" "args_get" (func $args (;1;) (type 0)))
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $env-sizes (;2;) (type 0)))
  (import "wasi_snapshot_preview1" "environ_get" (func $env (;3;) (type 0)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "load" (func 5))
  (func (;4;) (type 1)
    i32.const 0
    i32.const 4
    call $args-sizes
    drop
    i32.const 8
    i32.const 12
    call $env-sizes
    drop
    i32.const 100
    i32.const 200
    call $args
    drop
    i32.const 300
    i32.const 400
    call $env
    drop
  )
  (func (;5;) (type 2) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (data (;0;) (i32.const 0) "\02\00\00\00\0d\00\00\00\02\00\00\00\0e")
  (data (;1;) (i32.const 100) "\c8\00\00\00\ce")
  (data (;2;) (i32.const 200) "guest\00--fast")
  (data (;3;) (i32.const 300) "\90\01\00\00\97\01")
  (data (;4;) (i32.const 400) "HOME=/\00LANG=C")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
