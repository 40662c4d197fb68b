;; … unless it is kept.
;;! renames = ["x=wizer-initialize"]
;;! keep-init-func = true
(module
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $n (i32.add (global.get $n) (i32.const 1))))
  (func (export "n") (result i32) (global.get $n)))
(invoke "x")
(assert_return (invoke "n") (i32.const 2))
