;; A fresh instance holds the object that init moved in a field which is then given another one: it
;; is found there before that.
;;! golden = false
(module
  (type $leaf (struct (field $n (mut i32))))
  (type $root (struct (field $leaf (mut (ref $leaf)))))
  (global $root (ref $root) (struct.new $root (struct.new $leaf (i32.const 1))))
  (global $other (mut (ref $leaf)) (struct.new $leaf (i32.const 2)))
  (global $moved (mut (ref null $leaf)) (ref.null $leaf))
  (func (export "wizer-initialize")
    (global.set $moved (struct.get $root $leaf (global.get $root)))
    (struct.set $leaf $n (global.get $moved) (i32.const 10))
    (struct.set $root $leaf (global.get $root) (global.get $other)))
  (func (export "n") (result i32 i32 i32)
    (struct.get $leaf $n (global.get $moved))
    (struct.get $leaf $n (struct.get $root $leaf (global.get $root)))
    (struct.get $leaf $n (global.get $other)))
  (func (export "same") (result i32 i32)
    (ref.eq (global.get $other) (struct.get $root $leaf (global.get $root)))
    (ref.eq (global.get $other) (global.get $moved))))
(assert_return (invoke "n") (i32.const 10) (i32.const 2) (i32.const 2))
(assert_return (invoke "same") (i32.const 1) (i32.const 0))
