;; An object of the module's own, whose initializer puts a reference of the host's into it: init
;; changes a field beside it, and the initializer goes on to make the rest.
;;! golden = false
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (global (export "handler") funcref (ref.func $f))
  (func $f (result i32) (i32.const 80)))
(register "env" $host)
(module $main
  (type $f (func (result i32)))
  (type $s (struct (field $n (mut i32)) (field $handler (mut funcref))))
  (import "env" "handler" (global $handler funcref))
  (global $s (ref $s) (struct.new $s (i32.const 1) (global.get $handler)))
  (table $t 1 funcref)
  (func (export "wizer-initialize") (struct.set $s $n (global.get $s) (i32.const 2)))
  (func (export "n") (result i32) (struct.get $s $n (global.get $s)))
  (func (export "call") (result i32)
    (table.set $t (i32.const 0) (struct.get $s $handler (global.get $s)))
    (call_indirect (type $f) (i32.const 0))))
(assert_return (invoke "n") (i32.const 2))
(assert_return (invoke "call") (i32.const 80))
