;; The same where the snapshot is short enough to be read: the added function is `preinit1.start`.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host (global (export "g") (mut i32) (i32.const 1)))
(register "env" $host)
(module $main
  (import "env" "g" (global $g (mut i32)))
  (func $preinit.start (export "start") (result i32) (i32.const 1))
  (func (export "wizer-initialize") (global.set $g (i32.const 2)))
  (func (export "g") (result i32) (global.get $g)))
(assert_return (invoke "g") (i32.const 2))
(assert_return (invoke "start") (i32.const 1))
