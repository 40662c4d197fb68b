;; Each handler keeps what it throws again, and all of them are open: a compiler notes them all with each call.
;;! expect = "limit"
(module
  (func $f)
  (func $deep (;@repeat 1001: try call $f catch_all ;) (;@repeat 1001: rethrow 0 end ;))
  (func (export "wizer-initialize") (call $deep)))
