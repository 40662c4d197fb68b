(module
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32)))
  (memory (;0;) 1)
  (export "init" (func $setup))
  (export "load" (func 2))
  (func $start (;0;) (type 0)
    i32.const 100
    i32.const 9
    i32.store
  )
  (func $setup (;1;) (type 0)
    i32.const 0
    i32.const 0
    i32.const 4
    memory.init $keep
  )
  (func (;2;) (type 1) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (data $zero (;0;) "")
  (data $keep (;1;) "keep")
  (data (;2;) (i32.const 0) "zero")
  (data (;3;) (i32.const 100) "\09")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
