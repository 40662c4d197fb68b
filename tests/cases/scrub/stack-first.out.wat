(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (global $__stack_pointer (;0;) (mut i32) i32.const 4096)
  (global (;1;) i32 i32.const 16)
  (global (;2;) i32 i32.const 4096)
  (export "__stack_low" (global 1))
  (export "__stack_high" (global 2))
  (export "frame" (func 0))
  (export "get" (func 2))
  (func (;0;) (type 0)
    global.get $__stack_pointer
    i32.const 16
    i32.sub
    global.set $__stack_pointer
  )
  (func (;1;) (type 0)
    i32.const 64
    i32.const 42
    i32.store
  )
  (func (;2;) (type 1) (result i32)
    i32.const 64
    i32.load
  )
  (data (;0;) (i32.const 64) "*")
  (data (;1;) (i32.const 4096) "static")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
