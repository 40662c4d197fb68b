;;! state = "mutable `externref` global, set"
(module $subject
  (global $g (mut externref) (ref.null extern))
  (func (export "wizer-initialize")
    (global.set $g (extern.convert_any (ref.i31 (i32.const 5)))))
  (func (export "get") (result i32)
    (i31.get_s (ref.cast (ref i31) (any.convert_extern (global.get $g))))))
(assert_return (invoke "get") (i32.const 5))
