(module $main
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (import "env" "memory" (memory (;0;) 1))
  (import "lib" "size" (func $size (;0;) (type 0)))
  (global $n (;0;) (mut i32) i32.const 1)
  (export "n" (func 2))
  (func (;1;) (type 1)
    call $size
    i32.const 0
    i32.load
    i32.add
    global.set $n
  )
  (func (;2;) (type 0) (result i32)
    global.get $n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
