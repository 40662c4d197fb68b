;; A helper whose function has another type than the import.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! expect = "policy"
(module $lib (func (export "f") (param i32)))
(module $main
  (import "lib" "f" (func $f))
  (func (export "wizer-initialize") (call $f)))
