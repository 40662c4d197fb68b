(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (param i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "get" (func 1))
  (export "set" (func 2))
  (func (;0;) (type 0)
    i32.const 8
    i32.const 42
    i32.store
  )
  (func (;1;) (type 1) (result i32)
    i32.const 8
    i32.load
  )
  (func (;2;) (type 2) (param i32)
    i32.const 8
    local.get 0
    i32.store
  )
  (data (;0;) (i32.const 8) "*")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
