;; A module that is told where to put its data, as dynamic linking does: the snapshot compares the
;; number before it writes.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (memory (export "memory") 1)
  (global (export "__memory_base") i32 (i32.const 1024)))
(register "env" $host)
(module $main
  (import "env" "memory" (memory $m 1))
  (import "env" "__memory_base" (global $base i32))
  (data (global.get $base) "data")
  (func (export "wizer-initialize")
    (i32.store8 $m (global.get $base) (i32.const 0x44))
    (i32.store $m (i32.add (global.get $base) (i32.const 100)) (global.get $base)))
  (func (export "load") (param i32) (result i32)
    (i32.load $m (i32.add (global.get $base) (local.get 0)))))
(assert_return (invoke "load" (i32.const 0)) (i32.const 0x6174_6144))
(assert_return (invoke "load" (i32.const 100)) (i32.const 1024))
