(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1 2 shared)
  (export "count" (func 1))
  (func (;0;) (type 0)
    i32.const 8
    i32.const 7
    i32.atomic.store
  )
  (func (;1;) (type 1) (result i32)
    i32.const 8
    i32.const 1
    i32.atomic.rmw.add
  )
  (data (;0;) (i32.const 8) "\07")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
