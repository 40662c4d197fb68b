;; Which gaps are filled depends on what is wanted.
;;! layout = "size"
(module
  (memory 2)
  (func (export "wizer-initialize")
    (i32.store8 (i32.const 100) (i32.const 1))
    ;; Gaps of 5, 14, 40, 200 and 9,000 zeros.
    (i32.store8 (i32.const 106) (i32.const 2))
    (i32.store8 (i32.const 121) (i32.const 3))
    (i32.store8 (i32.const 162) (i32.const 4))
    (i32.store8 (i32.const 363) (i32.const 5))
    (i32.store8 (i32.const 9364) (i32.const 6)))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
(assert_return (invoke "load" (i32.const 121)) (i32.const 3))
(assert_return (invoke "load" (i32.const 9364)) (i32.const 6))
