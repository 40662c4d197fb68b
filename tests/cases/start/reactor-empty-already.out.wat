(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "_initialize" (func 0))
  (export "value" (func 2))
  (func (;0;) (type 0))
  (func (;1;) (type 0)
    i32.const 0
    i32.const 42
    i32.store
  )
  (func (;2;) (type 1) (result i32)
    i32.const 0
    i32.load
  )
  (data (;0;) (i32.const 0) "*")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
