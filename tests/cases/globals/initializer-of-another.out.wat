(module
  (type (;0;) (func))
  (type (;1;) (func (result i32 i32 i32)))
  (global $a (;0;) (mut i32) i32.const 50)
  (global $b (;1;) i32 i32.const 6)
  (global $c (;2;) (mut i32) i32.const 56)
  (export "all" (func 1))
  (func (;0;) (type 0)
    i32.const 50
    global.set $a
    global.get $a
    global.get $c
    i32.add
    global.set $c
  )
  (func (;1;) (type 1) (result i32 i32 i32)
    global.get $a
    global.get $b
    global.get $c
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
