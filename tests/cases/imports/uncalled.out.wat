(module $main
  (type (;0;) (func (result i32)))
  (type (;1;) (func (param i32 i64 f32 f64 externref)))
  (type (;2;) (func))
  (import "env" "f" (func $f (;0;) (type 0)))
  (import "env" "g" (func $g (;1;) (type 1)))
  (global $n (;0;) (mut i32) i32.const 2)
  (export "sum" (func 3))
  (func (;2;) (type 2)
    i32.const 2
    global.set $n
  )
  (func (;3;) (type 0) (result i32)
    global.get $n
    call $f
    i32.add
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
