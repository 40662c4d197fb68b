;; A global that no code writes and nobody else can see becomes immutable; one that is exported, or that code writes
;; somewhere, does not.
(module
  (global $never (mut i32) (i32.const 5))
  (global $vector (mut v128) (v128.const i64x2 1 2))
  (global $seen (export "seen") (mut i32) (i32.const 6))
  (global $written (mut i32) (i32.const 7))
  (func (export "wizer-initialize") (global.set $written (i32.const 8)))
  (func (export "run") (result i32)
    (i32.add (global.get $never) (i32.add (global.get $written)
      (i32x4.extract_lane 0 (global.get $vector))))))
(assert_return (invoke "run") (i32.const 14))
