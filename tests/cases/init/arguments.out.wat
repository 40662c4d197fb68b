(module
  (type (;0;) (func (param i32 i64 f32 f64)))
  (type (;1;) (func (result i32 i64 f32 f64)))
  (global $a (;0;) (mut i32) i32.const -3)
  (global $b (;1;) (mut i64) i64.const 9223372036854775807)
  (global $c (;2;) (mut f32) f32.const 0x1.4p+1 (;=2.5;))
  (global $d (;3;) (mut f64) f64.const -0x1.f4p+9 (;=-1000;))
  (export "all" (func 1))
  (func (;0;) (type 0) (param i32 i64 f32 f64)
    local.get 0
    global.set $a
    local.get 1
    global.set $b
    local.get 2
    global.set $c
    local.get 3
    global.set $d
  )
  (func (;1;) (type 1) (result i32 i64 f32 f64)
    global.get $a
    global.get $b
    global.get $c
    global.get $d
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
