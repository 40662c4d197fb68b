;; The caller's name is shown as a person wrote it: a Rust and a C++ symbol.
;;! expect = "init"
(module
  (import "env" "log" (func $log))
  (func $_ZN3app6config4load17h0123456789abcdefE (call $log))
  (func $_ZN4Demo5setupEi (call $_ZN3app6config4load17h0123456789abcdefE))
  (func (export "wizer-initialize") (call $_ZN4Demo5setupEi)))
