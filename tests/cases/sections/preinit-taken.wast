;; A custom section called as ours is, of another's making: it says nothing, and stays.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host (global (export "g") (mut i32) (i32.const 1)))
(register "env" $host)
(module $main
  (@custom "preinit" (after last) "\01\00\00")
  (import "env" "g" (global $g (mut i32)))
  (func (export "wizer-initialize") (global.set $g (i32.const 2)))
  (func (export "g") (result i32) (global.get $g)))
(assert_return (invoke "g") (i32.const 2))
