;; Growth without end stops at the limit, with what to raise.
;;! memory = 16777216
;;! expect = "limit"
(module
  (memory 1)
  (func $grow (loop $l (drop (memory.grow (i32.const 16))) (br $l)))
  (func (export "wizer-initialize") (call $grow)))
