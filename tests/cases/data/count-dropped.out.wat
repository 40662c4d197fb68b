(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (export "load" (func 1))
  (func (;0;) (type 0)
    i32.const 0
    i32.const 0
    i32.const 5
    memory.fill
  )
  (func (;1;) (type 1) (result i32)
    i32.const 0
    i32.load
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
