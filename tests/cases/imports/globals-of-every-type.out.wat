(module $main
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32 i64 i32 f64 v128)))
  (type (;3;) (func (result i32 i32)))
  (type (;4;) (func))
  (import "env" "i32" (global $i32 (;0;) (mut i32)))
  (import "env" "i64" (global $i64 (;1;) (mut i64)))
  (import "env" "f32" (global $f32 (;2;) (mut f32)))
  (import "env" "f64" (global $f64 (;3;) (mut f64)))
  (import "env" "v128" (global $v128 (;4;) (mut v128)))
  (import "env" "func" (global $func (;5;) (mut funcref)))
  (import "env" "i31" (global $i31 (;6;) (mut i31ref)))
  (import "env" "cleared" (global $cleared (;7;) (mut anyref)))
  (table $t (;0;) 1 funcref)
  (export "numbers" (func 2))
  (export "call" (func 3))
  (export "references" (func 4))
  (start $preinit.start)
  (elem (;0;) declare func $one)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func (;1;) (type 1)
    i32.const -2147483648
    global.set $i32
    i64.const -2
    global.set $i64
    i32.const -6286796
    f32.reinterpret_i32
    global.set $f32
    f64.const -0x0p+0 (;=-0;)
    global.set $f64
    v128.const i32x4 0x00000001 0x00000002 0x00000003 0xfffffffc
    global.set $v128
    ref.func $one
    global.set $func
    i32.const -5
    ref.i31
    global.set $i31
    ref.null any
    global.set $cleared
  )
  (func (;2;) (type 2) (result i32 i64 i32 f64 v128)
    global.get $i32
    global.get $i64
    global.get $f32
    i32.reinterpret_f32
    global.get $f64
    global.get $v128
  )
  (func (;3;) (type $f) (result i32)
    i32.const 0
    global.get $func
    table.set $t
    i32.const 0
    call_indirect (type $f)
  )
  (func (;4;) (type 3) (result i32 i32)
    global.get $i31
    i31.get_s
    global.get $cleared
    ref.is_null
  )
  (func $preinit.start (;5;) (type 4)
    i32.const -2147483648
    global.set $i32
    i64.const -2
    global.set $i64
    f32.const -nan:0x201234 (;=NaN;)
    global.set $f32
    f64.const -0x0p+0 (;=-0;)
    global.set $f64
    v128.const i32x4 0x00000001 0x00000002 0x00000003 0xfffffffc
    global.set $v128
    ref.func $one
    global.set $func
    i32.const -5
    ref.i31
    global.set $i31
    ref.null any
    global.set $cleared
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after code) "\01\01\01\aa\11\84\18\cb\cf\cf\b7")
)
