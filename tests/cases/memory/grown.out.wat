(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (param i32) (result i32)))
  (memory (;0;) 3 5)
  (export "memory" (memory 0))
  (export "size" (func 1))
  (export "grow" (func 2))
  (export "get" (func 3))
  (func (;0;) (type 0)
    i32.const 2
    memory.grow
    drop
    i32.const 196604
    i32.const 99
    i32.store
  )
  (func (;1;) (type 1) (result i32)
    memory.size
  )
  (func (;2;) (type 2) (param i32) (result i32)
    local.get 0
    memory.grow
  )
  (func (;3;) (type 1) (result i32)
    i32.const 196604
    i32.load
  )
  (data (;0;) (i32.const 196604) "c")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
