(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (global $never (;0;) (mut i32) i32.const 5)
  (global $n (;1;) (mut i32) i32.const 5)
  (export "wizer-initialize" (func 0))
  (export "run" (func 1))
  (func (;0;) (type 0)
    global.get $n
    global.get $never
    i32.add
    global.set $n
  )
  (func (;1;) (type 1) (result i32)
    global.get $n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
