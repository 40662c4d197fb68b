(module
  (type (;0;) (func (param i32 i64 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $get (;0;) (type 0)))
  (memory (;0;) 1)
  (global $seed (;0;) (mut i64) i64.const 1577836800000100)
  (export "memory" (memory 0))
  (export "seeded" (func 3))
  (func $seed-random (;1;) (type 1)
    i32.const 0
    i64.const 1
    i32.const 8
    call $get
    drop
    i32.const 8
    i64.load
    i64.const 1000
    i64.div_u
    global.set $seed
    i32.const 8
    i64.const 0
    i64.store
  )
  (func (;2;) (type 1)
    call $seed-random
  )
  (func (;3;) (type 2) (result i32)
    global.get $seed
    i64.const 0
    i64.ne
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
