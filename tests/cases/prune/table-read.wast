;; Code that reads an entry may hand it to anybody: all entries stay as they are.
;;! prune = "code"
(module
  (type $f (func (result i32)))
  (table $t 2 funcref)
  (elem (i32.const 0) $one $two)
  (func $one (type $f) (i32.const 1))
  (func $two (result i64) (i64.const 2))
  (func (export "wizer-initialize"))
  (func (export "run") (result i32)
    (call_ref $f (ref.cast (ref $f) (table.get $t (i32.const 0))))))
(assert_return (invoke "run") (i32.const 1))
