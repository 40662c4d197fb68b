(module
  (type (;0;) (func (result i32)))
  (type (;1;) (func (param i32) (result i32)))
  (type (;2;) (func))
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (;0;) (type 0)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (;1;) (type 1)))
  (global $errno (;0;) (mut i32) i32.const 8)
  (export "errno" (func 3))
  (func (;2;) (type 2)
    call $yield
    i32.const 99
    call $close
    i32.add
    global.set $errno
  )
  (func (;3;) (type 0) (result i32)
    global.get $errno
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
