;; The limits hold in the start function as well.
;;! timeout-ms = 2000
;;! expect = "limit"
(module
  (func $spin (loop $l (br $l)))
  (start $spin)
  (func (export "wizer-initialize")))
