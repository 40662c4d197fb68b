;;! state = "mutable number global, set"
(module $subject
  (global $g (mut i32) (i32.const 0)) (global $h (mut f64) (f64.const 0))
  (func (export "wizer-initialize")
    (global.set $g (i32.const 42)) (global.set $h (f64.const -0.5)))
  (func (export "get") (result i32 f64) (global.get $g) (global.get $h)))
(assert_return (invoke "get") (i32.const 42) (f64.const -0.5))
