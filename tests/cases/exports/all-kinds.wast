;; Exports of every kind keep their names, their order and their indices; a name may be empty.
(module
  (memory $m (export "memory") 1)
  (table $t (export "table") 1 funcref)
  (global $g (export "global") (mut i32) (i32.const 0))
  (tag $e (export "tag") (param i32))
  (func $init (export "wizer-initialize") (global.set $g (i32.const 5)))
  (func (export "") (result i32) (global.get $g))
  (func (export "\u{1f980} name") (result i32) (memory.size)))
(assert_return (invoke "") (i32.const 5))
(assert_return (invoke "\u{1f980} name") (i32.const 1))
