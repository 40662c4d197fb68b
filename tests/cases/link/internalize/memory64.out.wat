(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i64 i32 i32)))
  (type (;2;) (func (result i64)))
  (memory $wide (;0;) i64 1 8)
  (memory $bytes (;1;) 100 (pagesize 0x1))
  (export "get" (func 1))
  (export "grow" (func 2))
  (func (;0;) (type 0)
    i64.const 8
    i64.const 5
    i64.store
    i32.const 99
    i32.const 6
    i32.store8 $bytes
  )
  (func (;1;) (type 1) (result i64 i32 i32)
    i64.const 8
    i64.load
    i32.const 99
    i32.load8_u $bytes
    memory.size $bytes
  )
  (func (;2;) (type 2) (result i64)
    i64.const 8
    memory.grow
  )
  (data (;0;) (i64.const 8) "\05")
  (data (;1;) (memory $bytes) (i32.const 99) "\06")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
