;; A segment that does not fit traps, although a start function ran before it.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! preload-state = "merge"
;;! expect = "init"
(module $lib
  (memory (export "memory") 1)
  (func $start (i32.store (i32.const 0) (i32.const 1)))
  (start $start))
(module $main
  (import "lib" "memory" (memory 1))
  (data (i32.const 65536) "x")
  (func (export "wizer-initialize")))
