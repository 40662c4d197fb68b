(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (export "load" (func 1))
  (func (;0;) (type 0)
    i32.const 0
    i32.const 0
    i32.store8
  )
  (func (;1;) (type 1) (result i32)
    i32.const 0
    i32.load8_u
  )
  (@custom "before" (after code) "1")
  (@custom "after" (after code) "2")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
