(module
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32)))
  (memory (;0;) 1)
  (export "init" (func 1))
  (export "load" (func 2))
  (func (;0;) (type 0)
    i32.const 0
    i32.const 1
    i32.store8
    i32.const 60000
    i32.const 1
    i32.store8
  )
  (func (;1;) (type 0)
    i32.const 1
    i32.const 0
    i32.const 1
    memory.init $p
  )
  (func (;2;) (type 1) (param i32) (result i32)
    local.get 0
    i32.load8_u
  )
  (data $p (;0;) "p")
  (data (;1;) (i32.const 0) "\01")
  (data (;2;) (i32.const 60000) "\01")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
