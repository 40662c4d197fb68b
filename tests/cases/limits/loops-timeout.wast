;; The same against the clock.
;;! timeout-ms = 2000
;;! expect = "limit"
(module
  (func $spin (loop $l (br $l)))
  (func (export "wizer-initialize") (call $spin)))
