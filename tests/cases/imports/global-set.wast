;; An imported global that init set is set again when the snapshot starts.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (global (export "global") (mut i32) (i32.const 10))
  (global (export "other") (mut i32) (i32.const 20)))
(register "env" $host)
(module $main
  (import "env" "global" (global $g (mut i32)))
  (import "env" "other" (global $other (mut i32)))
  (func $change (global.set $g (i32.const 11)))
  (func (export "wizer-initialize") (call $change))
  (func (export "get") (result i32 i32) (global.get $g) (global.get $other)))
(assert_return (invoke "get") (i32.const 11) (i32.const 20))
(assert_return (get $host "global") (i32.const 11))
(assert_return (get $host "other") (i32.const 20))
