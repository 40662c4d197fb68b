(module
  (type (;0;) (func (param i32 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $get (;0;) (type 0)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "first" (func 3))
  (func $read-environment (;1;) (type 1)
    i32.const 0
    i32.const 256
    call $get
    drop
    i32.const 280
    i32.const 0
    i32.const 100
    memory.fill
  )
  (func (;2;) (type 1)
    call $read-environment
  )
  (func (;3;) (type 2) (result i32)
    i32.const 265
    i32.load8_u
  )
  (data (;0;) (i32.const 1) "\01\00\00\04\01\00\00\18\01")
  (data (;1;) (i32.const 256) "A=b\00HOME=/home/somebody")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
