(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (global $environ (;0;) (mut i32) i32.const 32)
  (export "memory" (memory 0))
  (export "__wasilibc_deinitialize_environ" (func 1))
  (export "__wasilibc_maybe_reinitialize_environ_eagerly" (func 2))
  (export "environ" (func 3))
  (func (;0;) (type 0)
    i32.const 16
    global.set $environ
  )
  (func (;1;) (type 0)
    i32.const -1
    global.set $environ
  )
  (func (;2;) (type 0)
    i32.const 32
    global.set $environ
  )
  (func (;3;) (type 1) (result i32)
    global.get $environ
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
