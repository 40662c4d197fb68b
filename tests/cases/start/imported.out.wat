(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (import "env" "begin" (func $begin (;0;) (type 0)))
  (global $n (;0;) (mut i32) i32.const 1)
  (export "n" (func 2))
  (func (;1;) (type 0)
    i32.const 1
    global.set $n
  )
  (func (;2;) (type 1) (result i32)
    global.get $n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
