(module
  (type (;0;) (func))
  (type (;1;) (func (param i32)))
  (type (;2;) (func (result i32)))
  (global $n (;0;) (mut i32) i32.const 7)
  (export "n" (func 2))
  (func (;0;) (type 0)
    global.get $n
    i32.const 2
    i32.mul
    global.set $n
  )
  (func (;1;) (type 1) (param i32)
    global.get $n
    local.get 0
    i32.add
    global.set $n
  )
  (func (;2;) (type 2) (result i32)
    global.get $n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
