;; A list of 100,000 nodes linked both ways: as many cycles.
;;! golden = false
;;! max-bytes = 1_000_000
(module
  (type $node (struct (field $n i32) (field $prev (mut (ref null $node))) (field $next (mut (ref null $node)))))
  (global $first (mut (ref null $node)) (ref.null $node))
  (global $last (mut (ref null $node)) (ref.null $node))
  (func (export "wizer-initialize") (local $i i32) (local $node (ref null $node))
    (global.set $first (struct.new $node (i32.const 0) (ref.null $node) (ref.null $node)))
    (global.set $last (global.get $first))
    (loop $more
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (local.set $node (struct.new $node (local.get $i) (global.get $last) (ref.null $node)))
      (struct.set $node $next (global.get $last) (local.get $node))
      (global.set $last (local.get $node))
      (br_if $more (i32.lt_u (local.get $i) (i32.const 99999)))))
  ;; Walks forth, and counts the nodes whose number or way back is wrong.
  (func (export "check") (result i32 i32 i32) (local $at (ref null $node)) (local $next (ref null $node))
    (local $count i32) (local $wrong i32)
    (local.set $at (global.get $first))
    (block $done
      (loop $more
        (local.set $wrong (i32.add (local.get $wrong)
          (i32.ne (struct.get $node $n (local.get $at)) (local.get $count))))
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (local.set $next (struct.get $node $next (local.get $at)))
        (br_if $done (ref.is_null (local.get $next)))
        (local.set $wrong (i32.add (local.get $wrong)
          (i32.eqz (ref.eq (struct.get $node $prev (local.get $next)) (local.get $at)))))
        (local.set $at (local.get $next))
        (br $more)))
    (local.get $count) (local.get $wrong) (ref.eq (local.get $at) (global.get $last))))
(assert_return (invoke "check") (i32.const 100000) (i32.const 0) (i32.const 1))
