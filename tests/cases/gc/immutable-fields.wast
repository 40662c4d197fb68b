;; Fields that can be given only when an object is made, references without null among them: made in
;; an order in which all are there.
;;! golden = false
(module
  (type $leaf (struct (field $n i32)))
  (type $pair (struct (field $l (ref $leaf)) (field $r (ref $leaf))))
  (type $top (struct (field $first (ref $pair)) (field $leaf (ref $leaf)) (field $second (ref $pair))))
  (global $g (mut (ref null $top)) (ref.null $top))
  (func (export "wizer-initialize") (local $leaf (ref $leaf)) (local $pair (ref $pair))
    (local.set $leaf (struct.new $leaf (i32.const 1)))
    (local.set $pair (struct.new $pair (local.get $leaf) (struct.new $leaf (i32.const 2))))
    (global.set $g (struct.new $top
      (struct.new $pair (struct.get $pair $r (local.get $pair)) (local.get $leaf))
      (local.get $leaf) (local.get $pair))))
  (func $first (result (ref $pair)) (struct.get $top $first (global.get $g)))
  (func $second (result (ref $pair)) (struct.get $top $second (global.get $g)))
  (func (export "n") (result i32 i32 i32 i32 i32)
    (struct.get $leaf $n (struct.get $pair $l (call $first)))
    (struct.get $leaf $n (struct.get $pair $r (call $first)))
    (struct.get $leaf $n (struct.get $top $leaf (global.get $g)))
    (struct.get $leaf $n (struct.get $pair $l (call $second)))
    (struct.get $leaf $n (struct.get $pair $r (call $second))))
  (func (export "same") (result i32 i32 i32)
    (ref.eq (struct.get $pair $l (call $first)) (struct.get $pair $r (call $second)))
    (ref.eq (struct.get $pair $r (call $first)) (struct.get $pair $l (call $second)))
    (ref.eq (struct.get $pair $r (call $first)) (struct.get $top $leaf (global.get $g)))))
(assert_return (invoke "n") (i32.const 2) (i32.const 1) (i32.const 1) (i32.const 1) (i32.const 2))
(assert_return (invoke "same") (i32.const 1) (i32.const 1) (i32.const 1))
