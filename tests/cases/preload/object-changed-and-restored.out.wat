(module $main
  (type (;0;) (func (param i32)))
  (type (;1;) (func (result i32)))
  (type (;2;) (func))
  (import "store" "put" (func $put (;0;) (type 0)))
  (import "store" "get" (func $get (;1;) (type 1)))
  (export "get" (func 3))
  (func (;2;) (type 2)
    i32.const 9
    call $put
    i32.const 1
    call $put
  )
  (func (;3;) (type 1) (result i32)
    call $get
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
