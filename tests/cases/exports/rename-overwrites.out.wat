(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (global $n (;0;) (mut i32) i32.const 1)
  (export "a" (func 2))
  (export "c" (func 3))
  (func $init (;0;) (type 0)
    i32.const 1
    global.set $n
  )
  (func (;1;) (type 1) (result i32)
    global.get $n
    i32.const 10
    i32.add
  )
  (func (;2;) (type 1) (result i32)
    global.get $n
    i32.const 20
    i32.add
  )
  (func (;3;) (type 1) (result i32)
    global.get $n
    i32.const 30
    i32.add
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
