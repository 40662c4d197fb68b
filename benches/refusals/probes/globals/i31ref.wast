;;! state = "mutable `i31ref` global, set"
(module $subject
  (global $g (mut i31ref) (ref.null i31))
  (func (export "wizer-initialize") (global.set $g (ref.i31 (i32.const -5))))
  (func (export "get") (result i32) (i31.get_s (global.get $g))))
(assert_return (invoke "get") (i32.const -5))
