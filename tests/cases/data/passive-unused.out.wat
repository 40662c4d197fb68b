(module
  (type (;0;) (func))
  (type (;1;) (func (param i32)))
  (type (;2;) (func (param i32) (result i32)))
  (memory (;0;) 1)
  (export "init" (func 1))
  (export "load" (func 2))
  (func (;0;) (type 0)
    i32.const 50
    i32.const 1
    i32.store8
  )
  (func (;1;) (type 1) (param i32)
    local.get 0
    i32.const 0
    i32.const 7
    memory.init $p
    local.get 0
    i32.const 0
    i32.const 1
    memory.init $q
  )
  (func (;2;) (type 2) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (data (;0;) "")
  (data $p (;1;) "passive")
  (data (;2;) "")
  (data $q (;3;) "q")
  (data (;4;) (i32.const 0) "zero")
  (data (;5;) (i32.const 50) "\01")
  (data (;6;) (i32.const 100) "two")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
