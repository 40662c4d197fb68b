;;! state = "`anyref` table, set to an object"
(module $subject
  (type $s (struct (field (mut i32))))
  (table $t 2 anyref)
  (func (export "wizer-initialize")
    (table.set $t (i32.const 1) (struct.new $s (i32.const 5))))
  (func (export "get") (result i32)
    (struct.get $s 0 (ref.cast (ref $s) (table.get $t (i32.const 1))))))
(assert_return (invoke "get") (i32.const 5))
