;; `struct.set` on an object that instantiation makes: the mutable field changes, the other and the
;; neighbors do not.
(module
  (type $pair (struct (field $a (mut i32)) (field $b i32)))
  (global $p (ref $pair) (struct.new $pair (i32.const 3) (i32.const 4)))
  (global $q (ref $pair) (struct.new $pair (i32.const 3) (i32.const 4)))
  (func $change (struct.set $pair $a (global.get $p) (i32.const 10)))
  (func (export "wizer-initialize") (call $change))
  (func (export "p") (result i32 i32) (struct.get $pair $a (global.get $p)) (struct.get $pair $b (global.get $p)))
  (func (export "q") (result i32 i32) (struct.get $pair $a (global.get $q)) (struct.get $pair $b (global.get $q))))
(assert_return (invoke "p") (i32.const 10) (i32.const 4))
(assert_return (invoke "q") (i32.const 3) (i32.const 4))
