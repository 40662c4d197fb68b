;;! state = "relaxed SIMD"
(module $subject
  (memory 1)
  (func (export "wizer-initialize")
    (v128.store (i32.const 16)
      (i32x4.relaxed_trunc_f32x4_s (v128.const f32x4 1 2 3 4))))
  (func (export "get") (result i32) (i32.load (i32.const 24))))
(assert_return (invoke "get") (i32.const 3))
