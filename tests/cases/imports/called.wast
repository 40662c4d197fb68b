;; The message names the import, who called it and what would provide it.
;;! expect = "init"
(module
  (import "env" "log" (func $log (param i32)))
  (func $report (call $log (i32.const 1)))
  (func (export "wizer-initialize") (call $report)))
