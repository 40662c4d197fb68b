;; A trap inside a helper is a failed init; the frames name both modules' functions.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! expect = "init"
(module $lib (func $inner (export "f") unreachable))
(register "lib" $lib)
(module $main
  (import "lib" "f" (func $f))
  (func $outer (call $f))
  (func (export "wizer-initialize") (call $outer)))
