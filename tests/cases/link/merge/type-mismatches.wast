;; Imports whose types do not fit what the helper exports, all at once and both types named.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! preload-state = "merge"
;;! expect = "policy"
(module $lib
  (func (export "f") (param i32))
  (memory (export "memory") 1)
  (global (export "g") (mut i32) (i32.const 0))
  (table (export "t") 1 externref)
  (tag (export "e") (param i32)))
(module $main
  (import "lib" "f" (func (result i32)))
  (import "lib" "memory" (memory 2 3))
  (import "lib" "g" (global i32))
  (import "lib" "t" (table 1 funcref))
  (import "lib" "e" (func))
  (func (export "wizer-initialize")))
