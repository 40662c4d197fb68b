;; The second run clears what the first one's snapshot needs a start function for: no function, type
;; or segment of ours is left.
;;! init = ["make"]
;;! again = ["clear"]
(module
  (type $s (struct (field $n (mut i32))))
  (global $g (mut (ref null $s)) (ref.null $s))
  (global $n (mut i32) (i32.const 0))
  (func (export "make") (global.set $g (struct.new $s (i32.const 5))))
  (func (export "clear")
    (global.set $n (struct.get $s $n (global.get $g)))
    (global.set $g (ref.null $s)))
  (func (export "get") (result i32 i32) (global.get $n) (ref.is_null (global.get $g))))
(assert_return (invoke "get") (i32.const 5) (i32.const 1))
