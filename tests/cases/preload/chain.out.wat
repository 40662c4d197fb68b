(module $main
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (import "a" "one" (func $one (;0;) (type 0)))
  (import "b" "two" (func $two (;1;) (type 0)))
  (global $n (;0;) (mut i32) i32.const 3)
  (export "n" (func 3))
  (func (;2;) (type 1)
    call $one
    call $two
    i32.add
    global.set $n
  )
  (func (;3;) (type 0) (result i32)
    global.get $n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
