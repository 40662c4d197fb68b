;; A group without a type has no index that could be live.
;;! prune = "code"
(module
  (rec)
  (type $f (func (result i32)))
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $n (i32.const 3)))
  (func (export "run") (type $f) (global.get $n))
  (rec))
(assert_return (invoke "run") (i32.const 3))
