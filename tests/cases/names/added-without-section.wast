;; A module without names gets a section with those of added functions alone.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host (global (export "g") (mut i32) (i32.const 1)))
(register "env" $host)
(module $main
  (import "env" "g" (global (mut i32)))
  (func (export "wizer-initialize") (global.set 0 (i32.const 2)))
  (func (export "g") (result i32) (global.get 0)))
(assert_return (invoke "g") (i32.const 2))
