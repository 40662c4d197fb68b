(module
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32)))
  (memory (;0;) 1)
  (export "zero" (func 1))
  (export "one" (func 2))
  (export "two" (func 3))
  (export "load" (func 4))
  (func (;0;) (type 0)
    i32.const 0
    i32.const 0
    i32.const 3
    memory.init $one
    data.drop $one
  )
  (func (;1;) (type 0)
    i32.const 20
    i32.const 0
    i32.const 4
    memory.init $zero
  )
  (func (;2;) (type 0)
    i32.const 30
    i32.const 0
    i32.const 1
    memory.init $one
  )
  (func (;3;) (type 0)
    i32.const 40
    i32.const 0
    i32.const 3
    memory.init $two
  )
  (func (;4;) (type 1) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (data $zero (;0;) "zero")
  (data (;1;) "")
  (data $one (;2;) "")
  (data $two (;3;) "two")
  (data (;4;) (i32.const 0) "one")
  (data (;5;) (i32.const 100) "active")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
