(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (param i32) (result i64)))
  (memory (;0;) 1)
  (global $f32 (;0;) (mut f32) f32.const nan (;=NaN;))
  (export "f32" (func 1))
  (export "load" (func 2))
  (func (;0;) (type 0)
    f32.const 0x0p+0 (;=0;)
    f32.const 0x0p+0 (;=0;)
    f32.div
    global.set $f32
    i32.const 0
    f64.const -0x1p+0 (;=-1;)
    f64.sqrt
    f64.store
    i32.const 8
    f32.const nan:0x200001 (;=NaN;)
    f32.const 0x1p+0 (;=1;)
    f32.add
    f32.store
    i32.const 16
    v128.const i32x4 0x7f800000 0x7f800000 0x3f800000 0x3f800000
    v128.const i32x4 0x7f800000 0x3f800000 0x3f800000 0x7fc00000
    f32x4.sub
    v128.store
  )
  (func (;1;) (type 1) (result i32)
    global.get $f32
    i32.reinterpret_f32
  )
  (func (;2;) (type 2) (param i32) (result i64)
    local.get 0
    i64.load
  )
  (data (;0;) (i32.const 6) "\f8\7f\00\00\c0\7f\00\00\00\00\00\00\c0\7f\00\00\80\7f\00\00\00\00\00\00\c0\7f")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
