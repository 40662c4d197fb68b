(module
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (table (;0;) 1 funcref)
  (global $base (;0;) i32 i32.const 10)
  (global $sum (;1;) i32 global.get $base i32.const 3 i32.const 4 i32.mul i32.add)
  (global $f (;2;) funcref ref.func $one)
  (global $e (;3;) externref ref.null extern)
  (global $m (;4;) (mut i32) i32.const -4)
  (export "sum" (global $sum))
  (export "m" (func 2))
  (export "is-null" (func 3))
  (func $one (;0;) (type 0) (result i32)
    i32.const 1
  )
  (func (;1;) (type 1)
    global.get $m
    i32.const 1
    i32.add
    global.set $m
  )
  (func (;2;) (type 0) (result i32)
    global.get $m
  )
  (func (;3;) (type 0) (result i32)
    global.get $f
    ref.is_null
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
