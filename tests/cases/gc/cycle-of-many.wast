;; A ring of 5,000 objects without null between them, closed at the end, and an array without null
;; of all of them.
;;! golden = false
(module
  (type $base (sub (struct (field $n (mut i32)))))
  (type $node (sub final $base (struct (field $n (mut i32)) (field $next (mut (ref $base))))))
  (type $all (array (mut (ref $node))))
  (global $all (mut (ref null $all)) (ref.null $all))
  (func (export "wizer-initialize") (local $first (ref $node)) (local $last (ref null $node)) (local $i i32)
    (local.set $first (struct.new $node (i32.const 0) (struct.new $base (i32.const -1))))
    (local.set $last (local.get $first))
    (global.set $all (array.new $all (local.get $first) (i32.const 5000)))
    (loop $more
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (local.set $last (struct.new $node (local.get $i) (ref.as_non_null (local.get $last))))
      (array.set $all (global.get $all) (local.get $i) (ref.as_non_null (local.get $last)))
      (br_if $more (i32.lt_u (local.get $i) (i32.const 4999))))
    (struct.set $node $next (local.get $first) (ref.as_non_null (local.get $last))))
  (func (export "check") (result i32 i32) (local $at (ref null $node)) (local $i i32) (local $wrong i32)
    (local.set $at (array.get $all (global.get $all) (i32.const 4999)))
    (local.set $i (i32.const 5000))
    (loop $more
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (local.set $wrong (i32.add (local.get $wrong)
        (i32.ne (struct.get $node $n (local.get $at)) (local.get $i))))
      (local.set $wrong (i32.add (local.get $wrong)
        (i32.eqz (ref.eq (local.get $at) (array.get $all (global.get $all) (local.get $i))))))
      (local.set $at (ref.cast (ref $node) (struct.get $node $next (local.get $at))))
      (br_if $more (local.get $i)))
    (local.get $wrong)
    (ref.eq (local.get $at) (array.get $all (global.get $all) (i32.const 4999)))))
(assert_return (invoke "check") (i32.const 0) (i32.const 1))
