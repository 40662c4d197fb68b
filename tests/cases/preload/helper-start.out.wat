(module $main
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (import "store" "get" (func $get (;0;) (type 0)))
  (global $n (;0;) (mut i32) i32.const 11)
  (export "both" (func 2))
  (func (;1;) (type 1)
    call $get
    global.set $n
  )
  (func (;2;) (type 0) (result i32)
    global.get $n
    call $get
    i32.add
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
