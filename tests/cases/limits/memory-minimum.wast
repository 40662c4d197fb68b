;; A memory that is larger than the limit from the start.
;;! memory = 65536
;;! expect = "limit"
(module
  (memory 2)
  (func (export "wizer-initialize")))
