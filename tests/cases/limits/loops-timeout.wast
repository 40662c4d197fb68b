;; The same against the clock.
;;! timeout-ms = 200
;;! expect = "limit"
(module
  (func $spin (loop $l (br $l)))
  (func (export "wizer-initialize") (call $spin)))
