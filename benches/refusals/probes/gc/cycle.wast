;;! state = "a cycle of objects"
(module $subject
  (type $n (struct (field $next (mut (ref null $n))) (field $v i32)))
  (global $g (mut (ref null $n)) (ref.null $n))
  (func (export "wizer-initialize")
    (global.set $g (struct.new $n (ref.null $n) (i32.const 5)))
    (struct.set $n $next (global.get $g)
      (struct.new $n (global.get $g) (i32.const 6))))
  (func (export "get") (result i32 i32)
    (struct.get $n $v (struct.get $n $next (global.get $g)))
    (ref.eq (struct.get $n $next (struct.get $n $next (global.get $g))) (global.get $g))))
(assert_return (invoke "get") (i32.const 6) (i32.const 1))
