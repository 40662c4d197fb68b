;; The object of an initializer changes, and the table itself does not: it is found in an entry.
(module
  (type $s (struct (field $n (mut i64))))
  (table $t 3 (ref $s) (struct.new $s (i64.const 7)))
  (func (export "wizer-initialize")
    (struct.set $s $n (table.get $t (i32.const 1)) (i64.const -8)))
  (func (export "get") (param i32) (result i64) (struct.get $s $n (table.get $t (local.get 0)))))
(assert_return (invoke "get" (i32.const 0)) (i64.const -8))
(assert_return (invoke "get" (i32.const 2)) (i64.const -8))
