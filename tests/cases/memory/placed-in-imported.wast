;; What init wrote here and there in an imported memory is written back by a loop.
;;! golden = false
;;! subject = "$main"
;;! import-memory = ["env.memory=800..800"]
;;! max-segments = 2
;;! max-bytes = 60000
(module $env (memory (export "memory") 800 800))
(register "env" $env)
(module $main
  (memory (import "env" "memory") 800 800)
  (data (i32.const 8) "kept")
  (func (export "wizer-initialize") (local $at i32)
    (loop $next
      (i32.store8 (i32.add (local.get $at) (i32.const 100)) (i32.const 1))
      (br_if $next (i32.lt_u
        (local.tee $at (i32.add (local.get $at) (i32.const 4096))) (i32.const 52428800)))))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
(assert_return (invoke "load" (i32.const 8)) (i32.const 0x7470656b))
(assert_return (invoke "load" (i32.const 0)) (i32.const 0))
(assert_return (invoke "load" (i32.const 100)) (i32.const 1))
(assert_return (invoke "load" (i32.const 4196)) (i32.const 1))
(assert_return (invoke "load" (i32.const 52424804)) (i32.const 1))
