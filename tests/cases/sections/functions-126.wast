;; Just below: the count stays one byte.
;;! subject = "$main"
;;! preload = { env = "$host" }
;;! golden = false
(module $host (global (export "g") (mut i32) (i32.const 1)))
(register "env" $host)
(module $main
  (@custom ".debug_info" (after last) "\01\02\03")
  (import "env" "g" (global $g (mut i32)))
  (;@repeat 124: (func (result i32) (i32.const $i)) ;)
  (func (export "wizer-initialize") (global.set $g (i32.const 2)))
  (func (export "last") (result i32) (i32.add (global.get $g) (call 123))))
(assert_return (invoke "last") (i32.const 125))
