;; A name of ours that the first snapshot carries is no name of the module: the prefix does not grow.
;;! init = ["first"]
;;! again = ["second"]
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host (global (export "g") (mut i32) (i32.const 1)))
(register "env" $host)
(module $main
  (import "env" "g" (global $g (mut i32)))
  (global $n (mut i32) (i32.const 0))
  (func (export "first") (global.set $g (i32.const 2)))
  (func (export "second") (global.set $n (global.get $g)))
  (func (export "get") (result i32 i32) (global.get $g) (global.get $n)))
(assert_return (invoke "get") (i32.const 2) (i32.const 2))
