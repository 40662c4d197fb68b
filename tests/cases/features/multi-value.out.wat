(module
  (type (;0;) (func (result i32 i64)))
  (type (;1;) (func))
  (type (;2;) (func (result i64 i32)))
  (global $a (;0;) (mut i32) i32.const 1)
  (global $b (;1;) (mut i64) i64.const 2)
  (export "get" (func 2))
  (func $two (;0;) (type 0) (result i32 i64)
    i32.const 1
    i64.const 2
  )
  (func (;1;) (type 1)
    call $two
    global.set $b
    global.set $a
  )
  (func (;2;) (type 2) (result i64 i32)
    global.get $b
    global.get $a
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
