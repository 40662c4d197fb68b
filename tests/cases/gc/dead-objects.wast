;; 50,000 objects that init makes and lets go, one that it keeps: the dead ones are not in the
;; snapshot, nor kept alive.
;;! max-bytes = 800
(module
  (type $s (struct (field $n i32) (field $next (ref null $s))))
  (global $g (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize") (local $i i32)
    (loop $next
      (global.set $g (struct.new $s (local.get $i) (global.get $g)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 50000))))
    (global.set $g (struct.new $s (i32.const -1) (ref.null $s))))
  (func (export "n") (result i32 i32) (struct.get $s $n (global.get $g)) (ref.is_null (struct.get $s $next (global.get $g)))))
(assert_return (invoke "n") (i32.const -1) (i32.const 1))
