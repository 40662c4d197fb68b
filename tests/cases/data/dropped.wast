;; A passive segment dropped at init is not there in the original any more.
(module
  (memory 1)
  (data $p "hello")
  (func $forget (data.drop $p))
  (func (export "wizer-initialize") (call $forget))
  (func (export "again") (memory.init $p (i32.const 8) (i32.const 0) (i32.const 4))))
