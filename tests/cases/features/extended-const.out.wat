(module
  (type (;0;) (func))
  (type (;1;) (func (result i64 i64 i64)))
  (memory (;0;) 1)
  (global $a (;0;) i64 i64.const 4294967297 i64.const 3 i64.mul)
  (global $b (;1;) (mut i64) i64.const 12884901889)
  (export "get" (func 1))
  (func (;0;) (type 0)
    global.get $a
    global.get $b
    i64.add
    global.set $b
  )
  (func (;1;) (type 1) (result i64 i64 i64)
    global.get $a
    global.get $b
    i32.const 16
    i64.load
  )
  (data (;0;) (i32.const 16) "sixteen")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
