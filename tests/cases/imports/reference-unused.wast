;; Not used by init, it is no state.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (global (export "handler") funcref (ref.func $f))
  (func $f))
(register "env" $host)
(module $main
  (import "env" "handler" (global $handler funcref))
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $n (i32.const 4)))
  (func (export "get") (result i32 i32) (global.get $n) (ref.is_null (global.get $handler))))
(assert_return (invoke "get") (i32.const 4) (i32.const 0))
