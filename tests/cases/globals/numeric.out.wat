(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (result i64)))
  (type (;3;) (func (result f32)))
  (type (;4;) (func (result f64)))
  (type (;5;) (func (result v128)))
  (global $i32 (;0;) (mut i32) i32.const -2147483648)
  (global $i64 (;1;) (mut i64) i64.const -9223372036854775807)
  (global $f32 (;2;) (mut f32) f32.const -0x0p+0 (;=-0;))
  (global $f64 (;3;) (mut f64) f64.const -inf (;=-inf;))
  (global $v128 (;4;) (mut v128) v128.const i32x4 0x00000001 0xfffffffe 0x00000003 0x7fc00001)
  (export "i32" (func 1))
  (export "i64" (func 2))
  (export "f32" (func 3))
  (export "f64" (func 4))
  (export "v128" (func 5))
  (func (;0;) (type 0)
    i32.const -2147483648
    global.set $i32
    i64.const -9223372036854775807
    global.set $i64
    f32.const -0x0p+0 (;=-0;)
    global.set $f32
    f64.const -inf (;=-inf;)
    global.set $f64
    v128.const i32x4 0x00000001 0xfffffffe 0x00000003 0x7fc00001
    global.set $v128
  )
  (func (;1;) (type 1) (result i32)
    global.get $i32
  )
  (func (;2;) (type 2) (result i64)
    global.get $i64
  )
  (func (;3;) (type 3) (result f32)
    global.get $f32
  )
  (func (;4;) (type 4) (result f64)
    global.get $f64
  )
  (func (;5;) (type 5) (result v128)
    global.get $v128
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
