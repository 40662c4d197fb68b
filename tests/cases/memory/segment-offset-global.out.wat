(module
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32)))
  (type (;2;) (func (result i32)))
  (memory (;0;) 1)
  (global $base (;0;) i32 i32.const 32)
  (global $moved (;1;) (mut i32) i32.const 64)
  (export "load" (func 1))
  (export "moved" (func 2))
  (func (;0;) (type 0)
    i32.const 64
    global.set $moved
  )
  (func (;1;) (type 1) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (func (;2;) (type 2) (result i32)
    global.get $moved
  )
  (data (;0;) (i32.const 32) "data")
  (data (;1;) (i32.const 132) "more")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
