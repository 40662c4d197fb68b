;;! state = "mutable `anyref` global, set to an object"
(module $subject
  (type $s (struct (field i8) (field f64)))
  (global $g (mut anyref) (ref.null any))
  (func (export "wizer-initialize")
    (global.set $g (struct.new $s (i32.const -1) (f64.const 2.5))))
  (func (export "get") (result i32 f64)
    (struct.get_s $s 0 (ref.cast (ref $s) (global.get $g)))
    (struct.get $s 1 (ref.cast (ref $s) (global.get $g)))))
(assert_return (invoke "get") (i32.const -1) (f64.const 2.5))
