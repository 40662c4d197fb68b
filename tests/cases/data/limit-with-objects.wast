;; As many passive segments as engines accept, and an object whose decoder needs one more: refused as
;; a limit, not as a bug.
;;! expect = "limit"
(module
  (type $s (struct (field i32)))
  (global $g (mut (ref null $s)) (ref.null $s))
  (memory 1)
  (data $first "x")
  (;@repeat 99998: (data "y") ;)
  (data $last "z")
  (func (export "wizer-initialize") (global.set $g (struct.new $s (i32.const 1))))
  (func (export "init")
    (memory.init $first (i32.const 0) (i32.const 0) (i32.const 1))
    (memory.init $last (i32.const 0) (i32.const 0) (i32.const 1))))
