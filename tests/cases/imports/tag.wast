;; An imported tag is no state.
;;! subject = "$main"
(module $host (tag (export "t") (param i32)))
(register "env" $host)
(module $main
  (import "env" "t" (tag $t (param i32)))
  (memory 1)
  (func (export "wizer-initialize")
    (i32.store (i32.const 0)
      (block $h (result i32)
        (try_table (catch $t $h) (throw $t (i32.const 42)))
        (i32.const 0))))
  (func (export "get") (result i32) (i32.load (i32.const 0)))
  (func (export "throw") (throw $t (i32.const 1))))
(assert_return (invoke "get") (i32.const 42))
(assert_exception (invoke "throw"))
