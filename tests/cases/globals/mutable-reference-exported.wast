;; An exported mutable global that holds an object: whoever imports it finds the object.
(module $main
  (type $s (struct (field $n (mut i32))))
  (global $g (export "g") (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize") (global.set $g (struct.new $s (i32.const 5))))
  (func (export "n") (result i32) (struct.get $s $n (global.get $g))))
(register "main" $main)
(module
  (type $s (struct (field $n (mut i32))))
  (import "main" "g" (global $g (mut (ref null $s))))
  (func (export "n") (result i32) (struct.get $s $n (global.get $g)))
  (func (export "set") (global.set $g (struct.new $s (i32.const 6)))))
(assert_return (invoke "n") (i32.const 5))
(invoke "set")
(assert_return (invoke $main "n") (i32.const 6))
