(module
  (@custom "first" (before first) "1")
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (@custom "twice" (after type) "2")
  (memory (;0;) 1)
  (export "load" (func 1))
  (func (;0;) (type 0)
    i32.const 0
    i32.const 1
    i32.store8
  )
  (func (;1;) (type 1) (result i32)
    i32.const 0
    i32.load8_u
  )
  (@custom "twice" (after code) "3")
  (data (;0;) (i32.const 0) "\01")
  (@custom "" (after data) "no name")
  (@custom "last" (after data) "4")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
