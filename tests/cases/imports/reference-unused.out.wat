(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32 i32)))
  (import "env" "handler" (global $handler (;0;) funcref))
  (global $n (;1;) (mut i32) i32.const 4)
  (export "get" (func 1))
  (func (;0;) (type 0)
    i32.const 4
    global.set $n
  )
  (func (;1;) (type 1) (result i32 i32)
    global.get $n
    global.get $handler
    ref.is_null
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
