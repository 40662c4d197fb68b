;; A section that claims the module's own start function as ours and does not have its hash: the
;; function is code like any other, and so is what it refers to.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host (global (export "g") (mut i32) (i32.const 1)))
(register "env" $host)
(module $main
  (@custom "preinit" (after last) "\01\00\01\00\00\00\00\00\00\00\00")
  (import "env" "g" (global $g (mut i32)))
  (func (export "wizer-initialize") (global.set $g (i32.add (global.get $g) (i32.const 1))))
  (func (export "g") (result i32) (global.get $g))
  (func $start (global.set $g (i32.const 10)))
  (start $start))
(assert_return (invoke "g") (i32.const 11))
