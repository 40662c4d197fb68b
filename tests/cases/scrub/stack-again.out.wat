(module
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (memory (;0;) 2)
  (global $__stack_pointer (;0;) (mut i32) i32.const 66576)
  (export "frame" (func 0))
  (export "get" (func 3))
  (func (;0;) (type 0) (result i32)
    global.get $__stack_pointer
    i32.const 16
    i32.sub
    global.set $__stack_pointer
    global.get $__stack_pointer
    i32.const 16
    i32.add
    global.set $__stack_pointer
    global.get $__stack_pointer
  )
  (func (;1;) (type 1)
    i32.const 66576
    i32.const 7
    i32.store
  )
  (func (;2;) (type 1)
    i32.const 1029
    i32.const 42
    i32.store
  )
  (func (;3;) (type 0) (result i32)
    i32.const 1029
    i32.load
  )
  (data (;0;) (i32.const 1029) "*")
  (data (;1;) (i32.const 66576) "\07")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
