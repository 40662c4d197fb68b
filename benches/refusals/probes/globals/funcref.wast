;;! state = "mutable `funcref` global, set"
(module $subject
  (type $t (func (result i32)))
  (global $g (mut (ref null $t)) (ref.null $t)) (elem declare func $f)
  (func $f (type $t) (i32.const 5))
  (func (export "wizer-initialize") (global.set $g (ref.func $f)))
  (func (export "get") (result i32) (call_ref $t (global.get $g))))
(assert_return (invoke "get") (i32.const 5))
