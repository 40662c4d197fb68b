(module $main
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (import "math" "double" (func $double (;0;) (type 0)))
  (global $n (;0;) (mut i32) i32.const 42)
  (export "n" (func 2))
  (func (;1;) (type 1)
    i32.const 21
    call $double
    global.set $n
  )
  (func (;2;) (type 2) (result i32)
    global.get $n
    call $double
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
