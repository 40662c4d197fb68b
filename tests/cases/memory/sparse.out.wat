(module
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32)))
  (memory (;0;) 32768)
  (export "load" (func 1))
  (func (;0;) (type 0)
    i32.const 1
    i32.const 1
    i32.store8
    i32.const 2147483647
    i32.const 2
    i32.store8
  )
  (func (;1;) (type 1) (param i32) (result i32)
    local.get 0
    i32.load8_u
  )
  (data (;0;) (i32.const 1) "\01")
  (data (;1;) (i32.const 2147483647) "\02")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
