(module
  (type (;0;) (func))
  (type (;1;) (func (result i32 i64)))
  (memory (;0;) 1)
  (export "get" (func 1))
  (func (;0;) (type 0)
    i32.const 8
    i32.const 5
    i32.atomic.rmw.add
    drop
    i32.const 16
    i64.const -1
    i64.atomic.rmw.xchg
    drop
    i32.const 8
    i32.const 1
    memory.atomic.notify
    drop
  )
  (func (;1;) (type 1) (result i32 i64)
    i32.const 8
    i32.atomic.load
    i32.const 16
    i64.atomic.load
  )
  (data (;0;) (i32.const 8) "\05\00\00\00\00\00\00\00\ff\ff\ff\ff\ff\ff\ff\ff")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
