;; Passive segments that code names have to stay.
;;! allow-segments = 2
;;! expect = "limit"
(module
  (memory 1)
  (data $a "a") (data $b "b")
  (func (export "wizer-initialize") (i32.store (i32.const 8) (i32.const 1)))
  (func (export "run")
    (memory.init $a (i32.const 0) (i32.const 0) (i32.const 1))
    (memory.init $b (i32.const 0) (i32.const 0) (i32.const 1))))
