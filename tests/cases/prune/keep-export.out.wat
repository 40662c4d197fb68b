(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (global $n (;0;) (mut i32) i32.const 2)
  (export "b" (func 1))
  (export "run" (func 2))
  (func (;0;) (type 0)
    i32.const 1
    global.set $n
  )
  (func (;1;) (type 0)
    global.get $n
    i32.const 1
    i32.add
    global.set $n
  )
  (func (;2;) (type 1) (result i32)
    global.get $n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
