(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (export "get" (func 1))
  (func (;0;) (type 0)
    i32.const 65532
    i32.const 84
    i32.store8
  )
  (func (;1;) (type 1) (result i32)
    i32.const 65532
    i32.load
  )
  (data (;0;) (i32.const 65532) "Tail")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
