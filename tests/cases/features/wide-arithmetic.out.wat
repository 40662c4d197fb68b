(module
  (type (;0;) (func))
  (type (;1;) (func (result i64 i64)))
  (memory (;0;) 1)
  (export "get" (func 1))
  (func (;0;) (type 0)
    (local $lo i64) (local $hi i64)
    i64.const -1
    i64.const -1
    i64.mul_wide_u
    local.set $hi
    local.set $lo
    i32.const 0
    local.get $lo
    i64.store
    i32.const 8
    local.get $hi
    i64.store
  )
  (func (;1;) (type 1) (result i64 i64)
    i32.const 0
    i64.load
    i32.const 8
    i64.load
  )
  (data (;0;) (i32.const 0) "\01\00\00\00\00\00\00\00\fe\ff\ff\ff\ff\ff\ff\ff")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
