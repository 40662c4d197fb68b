(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "_initialize" (func $preinit.initialized))
  (export "value" (func 0))
  (func (;0;) (type 1) (result i32)
    i32.const 0
    i32.load
  )
  (func $preinit.initialized (;1;) (type 0))
  (data (;0;) (i32.const 0) "*")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
