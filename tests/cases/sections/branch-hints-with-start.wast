;; Branch hints name functions and offsets, which an appended start function does not move.
;;! golden = false
(module
  (type $s (struct (field $n i32)))
  (global $g (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize") (global.set $g (struct.new $s (i32.const 3))))
  (func (export "f") (param i32) (result i32)
    (@metadata.code.branch_hint "\01") (if (result i32) (local.get 0)
      (then (struct.get $s $n (global.get $g))) (else (i32.const 0)))))
(assert_return (invoke "f" (i32.const 1)) (i32.const 3))
