(module $main
  (type (;0;) (func (param i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (memory (;0;) 2)
  (export "get" (func 1))
  (func (;0;) (type 1)
    i32.const 77
    call $lib:put
  )
  (func (;1;) (type 2) (result i32)
    i32.const 8
    i32.load
  )
  (func $lib:put (;2;) (type 0) (param i32)
    i32.const 8
    local.get 0
    i32.store
  )
  (data (;0;) (i32.const 8) "M")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
