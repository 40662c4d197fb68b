;; Objects that init makes and lets go are no state, as long as nothing of them is changed.
(module
  (type $pair (struct (field $a (mut i32)) (field $b i32)))
  (memory 1)
  (func (export "wizer-initialize")
    (i32.store (i32.const 0)
      (struct.get $pair $b (struct.new $pair (i32.const 1) (i32.const 2)))))
  (func (export "get") (result i32) (i32.load (i32.const 0))))
(assert_return (invoke "get") (i32.const 2))
