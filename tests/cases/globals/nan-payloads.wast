;; The bits of a NaN stay, the sign and a signaling one's too.
(module
  (global $f32 (mut f32) (f32.const 0))
  (global $f64 (mut f64) (f64.const 0))
  (func (export "wizer-initialize")
    (global.set $f32 (f32.reinterpret_i32 (i32.const 0xffa0_1234)))
    (global.set $f64 (f64.reinterpret_i64 (i64.const 0x7ff4_0000_dead_beef))))
  (func (export "f32") (result i32) (i32.reinterpret_f32 (global.get $f32)))
  (func (export "f64") (result i64) (i64.reinterpret_f64 (global.get $f64))))
(assert_return (invoke "f32") (i32.const 0xffa0_1234))
(assert_return (invoke "f64") (i64.const 0x7ff4_0000_dead_beef))
