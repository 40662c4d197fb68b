(module
  (type (;0;) (func))
  (type (;1;) (func (result i64)))
  (type (;2;) (func (param i64) (result i64)))
  (memory (;0;) i64 2 10)
  (export "memory" (memory 0))
  (export "size" (func 1))
  (export "load" (func 2))
  (func (;0;) (type 0)
    i64.const 1
    memory.grow
    drop
    i64.const 131064
    i64.const -2
    i64.store
  )
  (func (;1;) (type 1) (result i64)
    memory.size
  )
  (func (;2;) (type 2) (param i64) (result i64)
    local.get 0
    i64.load
  )
  (data (;0;) (i64.const 16) "before")
  (data (;1;) (i64.const 131064) "\fe\ff\ff\ff\ff\ff\ff\ff")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
