(module
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (memory (;0;) 1)
  (global $g (;0;) (mut i32) i32.const 4)
  (global $h (;1;) (mut i64) i64.const 0)
  (export "__wizer_memory_0" (memory 0))
  (export "__wizer_global_0" (global $g))
  (export "__wizer_thing" (global $h))
  (export "__preinit_0" (func 0))
  (export "__preinit_probe_0" (func 1))
  (export "preinit:0" (func 2))
  (export "get" (func 4))
  (func (;0;) (type 0) (result i32)
    i32.const 1
  )
  (func (;1;) (type 0) (result i32)
    i32.const 2
  )
  (func (;2;) (type 0) (result i32)
    i32.const 3
  )
  (func (;3;) (type 1)
    i32.const 4
    global.set $g
    i32.const 0
    i32.const 5
    i32.store
  )
  (func (;4;) (type 0) (result i32)
    i32.const 0
    i32.load
  )
  (data (;0;) (i32.const 0) "\05")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
