;; The error names the options that would provide it.
;;! expect = "unsupported"
(module
  (import "env" "base" (global i32))
  (func (export "wizer-initialize")))
