(module
  (type (;0;) (func (result i32)))
  (memory (;0;) 1)
  (export "get" (func $get))
  (func $get (;0;) (type 0) (result i32)
    i32.const 0
    i32.load8_u
  )
  (data (;0;) (i32.const 0) "\01")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
