(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (result i64)))
  (global $f32 (;0;) (mut f32) f32.const -nan:0x201234 (;=NaN;))
  (global $f64 (;1;) (mut f64) f64.const nan:0x40000deadbeef (;=NaN;))
  (export "f32" (func 1))
  (export "f64" (func 2))
  (func (;0;) (type 0)
    i32.const -6286796
    f32.reinterpret_i32
    global.set $f32
    i64.const 9219994340870176495
    f64.reinterpret_i64
    global.set $f64
  )
  (func (;1;) (type 1) (result i32)
    global.get $f32
    i32.reinterpret_f32
  )
  (func (;2;) (type 2) (result i64)
    global.get $f64
    i64.reinterpret_f64
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
