;; Lengths from 2 to 460 come to over 100,000 elements: more than fits into a function. Refused.
;;! expect = "unsupported"
(module
  (type $f (func))
  (type $list (array (ref null $f)))
  (table $t 461 (ref null $list))
  (elem $e (ref null $f) (ref.func $f) (;@repeat 460: (ref.null $f) ;))
  (func $f (type $f))
  (func (export "wizer-initialize") (local $i i32)
    (local.set $i (i32.const 2))
    (loop $more
      (table.set $t (local.get $i) (array.new_elem $list $e (i32.const 0) (local.get $i)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $more (i32.le_u (local.get $i) (i32.const 460))))))
