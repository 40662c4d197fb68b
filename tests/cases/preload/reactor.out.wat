(module $main
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (import "lib" "value" (func $value (;0;) (type 0)))
  (global $seen (;0;) (mut i32) i32.const 5)
  (export "seen" (func 2))
  (func (;1;) (type 1)
    call $value
    global.set $seen
  )
  (func (;2;) (type 0) (result i32)
    global.get $seen
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
