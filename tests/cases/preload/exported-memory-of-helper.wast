;; A helper's memory that the module imports, next to one of its own that comes after it in the index space.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host (memory (export "m") i64 1) (data (i64.const 0) "host"))
(register "env" $host)
(module $main
  (import "env" "m" (memory $theirs i64 1))
  (memory $ours 1)
  (data $p "passive")
  (func (export "wizer-initialize")
    (memory.copy $ours $theirs (i32.const 10) (i64.const 0) (i32.const 4)))
  (func (export "init") (memory.init $ours $p (i32.const 0) (i32.const 0) (i32.const 7)))
  (func (export "load") (param i32) (result i32) (i32.load $ours (local.get 0))))
(assert_return (invoke "load" (i32.const 10)) (i32.const 0x7473_6f68))
(invoke "init")
(assert_return (invoke "load" (i32.const 0)) (i32.const 0x7373_6170))
