;; In a cycle that needs a placeholder, fields that hold functions without null, of a type of their
;; own: the placeholder has a function of that type.
;;! golden = false
(module
  (type $f (func (result i32)))
  (type $base (sub (struct (field $f (ref $f)))))
  (type $node (sub final $base (struct (field $f (ref $f)) (field $next (mut (ref $base))))))
  (global $g (mut (ref null $node)) (ref.null $node))
  (elem declare func $one $two)
  (func $unrelated)
  (func $one (type $f) (i32.const 1))
  (func $two (type $f) (i32.const 2))
  (func (export "wizer-initialize") (local $a (ref $node))
    (local.set $a (struct.new $node (ref.func $two) (struct.new $base (ref.func $one))))
    (struct.set $node $next (local.get $a) (local.get $a))
    (global.set $g (local.get $a)))
  (func (export "check") (result i32 i32)
    (ref.eq (global.get $g) (struct.get $node $next (global.get $g)))
    (call_ref $f (struct.get $node $f (global.get $g)))))
(assert_return (invoke "check") (i32.const 1) (i32.const 2))
