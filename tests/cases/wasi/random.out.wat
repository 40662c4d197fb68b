(module
  (type (;0;) (func (param i32 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (;0;) (type 0)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "some" (func 3))
  (func $seed-map (;1;) (type 1)
    i32.const 0
    i32.const 16
    call $random
    drop
  )
  (func (;2;) (type 1)
    call $seed-map
  )
  (func (;3;) (type 2) (result i32)
    i32.const 0
    i64.load
    i32.const 8
    i64.load
    i64.ne
  )
  (data (;0;) (i32.const 0) "x0\a5\d0->+\d6/q;}\e0\a0.W")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
