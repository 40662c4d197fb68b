;; Half a million bytes in one array, which the decoder may not copy element by element for ever.
;;! golden = false
;;! max-bytes = 501_000
(module
  (type $bytes (array (mut i8)))
  (global $b (mut (ref null $bytes)) (ref.null $bytes))
  (func (export "wizer-initialize") (local $i i32)
    (global.set $b (array.new_default $bytes (i32.const 500000)))
    (loop $next
      (array.set $bytes (global.get $b) (local.get $i) (i32.mul (local.get $i) (i32.const 7)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 500000)))))
  (func (export "wrong") (result i32) (local $i i32) (local $n i32)
    (loop $next
      (local.set $n (i32.add (local.get $n) (i32.ne
        (array.get_u $bytes (global.get $b) (local.get $i))
        (i32.and (i32.mul (local.get $i) (i32.const 7)) (i32.const 255)))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 500000))))
    (local.get $n)))
(assert_return (invoke "wrong") (i32.const 0))
