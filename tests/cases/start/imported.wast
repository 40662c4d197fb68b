;; The start function is an import that a preloaded module provides.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host (func (export "begin")))
(register "env" $host)
(module $main
  (import "env" "begin" (func $begin))
  (global $n (mut i32) (i32.const 0))
  (start $begin)
  (func (export "wizer-initialize") (global.set $n (i32.const 1)))
  (func (export "n") (result i32) (global.get $n)))
(assert_return (invoke "n") (i32.const 1))
