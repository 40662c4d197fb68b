;; An init that never ends runs out of fuel.
;;! fuel = 100000
;;! expect = "limit"
(module
  (func $spin (loop $l (br $l)))
  (func (export "wizer-initialize") (call $spin)))
