;; A function of the host's that a segment put into a table, copied by init: its new place has no
;; segment that makes it.
;;! subject = "$main"
;;! preload = { env = "$host" }
;;! expect = "unsupported"
(module $host
  (global (export "theirs") funcref (ref.func $f))
  (func $f))
(register "env" $host)
(module $main
  (import "env" "theirs" (global $theirs funcref))
  (table $handlers 4 funcref)
  (elem (table $handlers) (i32.const 1) funcref (global.get $theirs))
  (func (export "wizer-initialize") (table.copy (i32.const 3) (i32.const 1) (i32.const 1))))
