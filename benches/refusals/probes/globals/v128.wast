;;! state = "mutable `v128` global, set"
(module $subject
  (global $g (mut v128) (v128.const i32x4 0 0 0 0))
  (func (export "wizer-initialize") (global.set $g (v128.const i32x4 1 2 3 4)))
  (func (export "get") (result v128) (global.get $g)))
(assert_return (invoke "get") (v128.const i32x4 1 2 3 4))
