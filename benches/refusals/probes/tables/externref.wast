;;! state = "`externref` table, set"
(module $subject
  (table $t 2 externref)
  (func (export "wizer-initialize")
    (table.set $t (i32.const 1) (extern.convert_any (ref.i31 (i32.const 5)))))
  (func (export "get") (result i32)
    (i31.get_s (ref.cast (ref i31) (any.convert_extern (table.get $t (i32.const 1)))))))
(assert_return (invoke "get") (i32.const 5))
