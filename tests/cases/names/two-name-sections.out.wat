(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (export "load" (func 1))
  (func $second (;0;) (type 0)
    i32.const 0
    i32.const 1
    i32.store8
  )
  (func (;1;) (type 1) (result i32)
    i32.const 0
    i32.load8_u
  )
  (data (;0;) (i32.const 0) "\01")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
