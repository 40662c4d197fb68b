(module
  (type (;0;) (func (param i32 i64 i32) (result i32)))
  (type (;1;) (func (result i64)))
  (type (;2;) (func))
  (type (;3;) (func (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $get (;0;) (type 0)))
  (memory (;0;) 1)
  (global $__stack_pointer (;0;) (mut i32) i32.const 4096)
  (global $late (;1;) (mut i32) i32.const 1)
  (export "memory" (memory 0))
  (export "late" (func 3))
  (func $now (;1;) (type 1) (result i64)
    (local $frame i32)
    global.get $__stack_pointer
    i32.const 16
    i32.sub
    local.tee $frame
    global.set $__stack_pointer
    i32.const 0
    i64.const 1
    local.get $frame
    call $get
    drop
    local.get $frame
    i32.const 16
    i32.add
    global.set $__stack_pointer
    local.get $frame
    i64.load
  )
  (func (;2;) (type 2)
    call $now
    i64.const 0
    i64.gt_u
    global.set $late
  )
  (func (;3;) (type 3) (result i32)
    global.get $late
  )
  (data (;0;) (i32.const 4080) "\a0\86\8b\b95\9a\e5\15")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
