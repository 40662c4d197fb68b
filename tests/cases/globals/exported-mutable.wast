;; An exported mutable global keeps its value, its mutability and its name.
(module
  (global $g (export "g") (mut i64) (i64.const 1))
  (func (export "wizer-initialize") (global.set $g (i64.const 77)))
  (func (export "set") (param i64) (global.set $g (local.get 0))))
(assert_return (get "g") (i64.const 77))
(invoke "set" (i64.const 78))
(assert_return (get "g") (i64.const 78))
