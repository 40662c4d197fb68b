(module
  (type (;0;) (func (param i32 i64 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i64)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $now (;0;) (type 0)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "real-seconds" (func 2))
  (export "step" (func 3))
  (func (;1;) (type 1)
    i32.const 0
    i64.const 0
    i32.const 0
    call $now
    drop
    i32.const 1
    i64.const 0
    i32.const 8
    call $now
    drop
    i32.const 1
    i64.const 0
    i32.const 16
    call $now
    drop
  )
  (func (;2;) (type 2) (result i64)
    i32.const 0
    i64.load
    i64.const 1000000000
    i64.div_u
  )
  (func (;3;) (type 2) (result i64)
    i32.const 16
    i64.load
    i32.const 8
    i64.load
    i64.sub
  )
  (data (;0;) (i32.const 0) "\a0\86\8b\b95\9a\e5\15@\0d\03\00\00\00\00\00\e0\93\04")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
