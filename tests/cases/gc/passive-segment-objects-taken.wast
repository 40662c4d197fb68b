;; An object that init takes from a passive segment is in two places, one of which no snapshot can
;; name: refused, with the segment.
;;! expect = "unsupported"
(module
  (type $s (struct (field $n (mut i32))))
  (table $t 2 (ref null $s))
  (elem $objects (ref $s) (struct.new $s (i32.const 1)) (struct.new $s (i32.const 2)))
  (func $take (table.init $t $objects (i32.const 0) (i32.const 1) (i32.const 1)))
  (func (export "wizer-initialize") (call $take))
  (func (export "again") (table.init $t $objects (i32.const 0) (i32.const 1) (i32.const 1))))
