(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32 i32)))
  (memory (;0;) 2 4 shared)
  (export "get" (func 1))
  (func (;0;) (type 0)
    i32.const 8
    i32.const 5
    i32.atomic.rmw.add
    drop
  )
  (func (;1;) (type 1) (result i32 i32)
    i32.const 8
    i32.atomic.load
    memory.size
  )
  (data (;0;) (i32.const 8) "\05")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
