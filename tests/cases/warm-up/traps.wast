;; A call that fails makes no snapshot.
;;! warm-up = ["run(0)"]
;;! expect = "init"
(module
  (func (export "wizer-initialize"))
  (func (export "run") (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0))))
