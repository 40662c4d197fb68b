;; What repeats needs bulk memory, and nothing of what a start function needs for objects.
;;! layout = "size"
(module
  (@custom "target_features" (after last) "\01+\0fmutable-globals")
  (memory 1)
  (func (export "wizer-initialize") (local $at i32)
    (loop
      (i32.store8 (local.get $at) (i32.const 7))
      (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const 1000)))))
  (func (export "load") (result i32) (i32.load8_u (i32.const 999))))
(assert_return (invoke "load") (i32.const 7))
