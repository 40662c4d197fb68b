;; A helper that lacks one of the imported functions: the import stays one that traps when called.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! expect = "init"
(module $lib (func (export "g")))
(module $main
  (import "lib" "f" (func $f))
  (func $caller (call $f))
  (func (export "wizer-initialize") (call $caller)))
