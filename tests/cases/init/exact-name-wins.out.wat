(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (global $n (;0;) (mut i32) i32.const 100)
  (export "setup" (func 0))
  (export "n" (func 2))
  (func (;0;) (type 0) (param i32)
    local.get 0
    global.set $n
  )
  (func (;1;) (type 1)
    i32.const 100
    global.set $n
  )
  (func (;2;) (type 2) (result i32)
    global.get $n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
