(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (export "f" (func 1))
  (func (;0;) (type 0))
  (func (;1;) (type 1) (result i32)
    i32.const 3
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
