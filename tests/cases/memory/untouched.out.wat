(module
  (type (;0;) (func))
  (type (;1;) (func (result i64)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "get" (func 1))
  (func (;0;) (type 0))
  (func (;1;) (type 1) (result i64)
    i32.const 0
    i64.load
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
