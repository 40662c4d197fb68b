(module
  (type (;0;) (func))
  (type (;1;) (func (result i64)))
  (memory (;0;) i64 90001)
  (export "memory" (memory 0))
  (export "size" (func 1))
  (export "load" (func 2))
  (func (;0;) (type 0)
    (local $i i32)
    loop $again
      i64.const 100
      memory.grow
      drop
      local.get $i
      i32.const 1
      i32.add
      local.set $i
      local.get $i
      i32.const 900
      i32.lt_u
      br_if $again
    end
    i64.const 5000000000
    i64.const -1
    i64.store
  )
  (func (;1;) (type 1) (result i64)
    memory.size
  )
  (func (;2;) (type 1) (result i64)
    i64.const 5000000000
    i64.load
  )
  (data (;0;) (i64.const 5000000000) "\ff\ff\ff\ff\ff\ff\ff\ff")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
