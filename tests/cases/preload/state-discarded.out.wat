(module $main
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (import "counter" "next" (func $next (;0;) (type 0)))
  (global $n (;0;) (mut i32) i32.const 1)
  (export "n" (func 2))
  (export "next" (func 3))
  (func (;1;) (type 1)
    call $next
    global.set $n
  )
  (func (;2;) (type 0) (result i32)
    global.get $n
  )
  (func (;3;) (type 0) (result i32)
    call $next
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
