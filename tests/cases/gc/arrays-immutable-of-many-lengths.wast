;; Immutable arrays of references of 100 lengths, each of which takes code of its own.
;;! golden = false
(module
  (type $s (struct (field $n i32)))
  (type $list (array (ref null $s)))
  (table $t 100 (ref null $list))
  (elem $e (ref null $s) (;@repeat 100: (ref.null $s) ;))
  (func (export "wizer-initialize") (local $i i32)
    (loop $more
      (table.set $t (local.get $i) (array.new_elem $list $e (i32.const 0) (local.get $i)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $more (i32.lt_u (local.get $i) (i32.const 97))))
    (table.set $t (i32.const 97) (array.new_fixed $list 3 (ref.null $s) (struct.new $s (i32.const 5)) (ref.null $s)))
    (table.set $t (i32.const 98) (array.new_fixed $list 2 (struct.new $s (i32.const 6)) (ref.null $s))))
  (func (export "len") (param i32) (result i32) (array.len (table.get $t (local.get 0))))
  (func (export "n") (param i32 i32) (result i32)
    (struct.get $s $n (array.get $list (table.get $t (local.get 0)) (local.get 1)))))
(assert_return (invoke "len" (i32.const 0)) (i32.const 0))
(assert_return (invoke "len" (i32.const 96)) (i32.const 96))
(assert_return (invoke "len" (i32.const 97)) (i32.const 3))
(assert_return (invoke "n" (i32.const 97) (i32.const 1)) (i32.const 5))
(assert_return (invoke "n" (i32.const 98) (i32.const 0)) (i32.const 6))
(assert_trap (invoke "n" (i32.const 98) (i32.const 1)) "null reference")
