;; Relaxed instructions give at init what they give under the deterministic profile.
(module
  (memory 1)
  (func $madd (result v128)
    (f32x4.relaxed_madd
      (v128.const f32x4 0x1.000002p+0 1 1 1) (v128.const f32x4 0x1.000002p+0 1 1 1)
      (v128.const f32x4 -0x1.000004p+0 1 1 1)))
  (func $swizzle (result v128)
    (i8x16.relaxed_swizzle
      (v128.const i8x16 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16)
      (v128.const i8x16 0 15 16 31 127 128 255 -16 1 1 1 1 1 1 1 1)))
  (func $trunc (result v128)
    (i32x4.relaxed_trunc_f32x4_s (v128.const f32x4 nan inf -inf 3e9)))
  (func (export "wizer-initialize")
    (v128.store (i32.const 0) (call $madd))
    (v128.store (i32.const 16) (call $swizzle))
    (v128.store (i32.const 32) (call $trunc)))
  (func (export "get") (param i32) (result v128) (v128.load (local.get 0)))
  (func (export "madd") (result v128) (call $madd)))
(assert_return (invoke "get" (i32.const 0)) (v128.const i32x4 0x2880_0000 0x4000_0000 0x4000_0000 0x4000_0000))
(assert_return (invoke "get" (i32.const 16)) (v128.const i8x16 1 16 0 0 0 0 0 0 2 2 2 2 2 2 2 2))
(assert_return (invoke "get" (i32.const 32)) (v128.const i32x4 0 0x7fff_ffff 0x8000_0000 0x7fff_ffff))
(assert_return (invoke "madd") (v128.const i32x4 0x2880_0000 0x4000_0000 0x4000_0000 0x4000_0000))
