;; An immutable reference that the module was given, used by init: another instance may be given
;; another one, and code can't tell. Refused, with its name.
;;! subject = "$main"
;;! preload = { env = "$host" }
;;! expect = "unsupported"
(module $host
  (global (export "handler") funcref (ref.func $f))
  (func $f))
(register "env" $host)
(module $main
  (import "env" "handler" (global $handler funcref))
  (global $known (mut i32) (i32.const 0))
  (func $ask (global.set $known (ref.is_null (global.get $handler))))
  (func (export "wizer-initialize") (call $ask)))
