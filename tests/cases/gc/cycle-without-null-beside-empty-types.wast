;; A type that no object can have, because a field of it has no value: it holds no place open.
;;! golden = false
(module
  (type $never (struct (field (ref none))))
  (type $never-extern (struct (field (ref noextern))))
  (type $never-func (struct (field (ref nofunc))))
  (type $unit (struct))
  (type $node (struct (field $next (mut (ref struct)))))
  (global $g (mut (ref null $node)) (ref.null $node))
  (func (export "wizer-initialize")
    (global.set $g (struct.new $node (struct.new $unit)))
    (struct.set $node $next (global.get $g) (ref.as_non_null (global.get $g))))
  (func (export "closed") (result i32) (ref.eq (global.get $g) (struct.get $node $next (global.get $g)))))
(assert_return (invoke "closed") (i32.const 1))
