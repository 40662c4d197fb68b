;; A list of 100,000 nodes: neither reading nor making it recurses, and a node takes few bytes.
;;! golden = false
;;! max-bytes = 700_000
(module
  (type $cons (struct (field $n i32) (field $next (ref null $cons))))
  (global $list (mut (ref null $cons)) (ref.null $cons))
  (func (export "wizer-initialize") (local $i i32)
    (loop $next
      (global.set $list (struct.new $cons (local.get $i) (global.get $list)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 100000)))))
  (func (export "check") (result i32 i32) (local $at (ref null $cons)) (local $count i32) (local $wrong i32)
    (local.set $at (global.get $list))
    (loop $next
      (local.set $count (i32.add (local.get $count) (i32.const 1)))
      (local.set $wrong (i32.add (local.get $wrong)
        (i32.ne (struct.get $cons $n (local.get $at)) (i32.sub (i32.const 100000) (local.get $count)))))
      (local.set $at (struct.get $cons $next (local.get $at)))
      (br_if $next (i32.eqz (ref.is_null (local.get $at)))))
    (local.get $count) (local.get $wrong)))
(assert_return (invoke "check") (i32.const 100000) (i32.const 0))
