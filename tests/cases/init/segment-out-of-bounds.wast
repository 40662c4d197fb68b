;; Instantiation itself fails: a segment beyond the memory.
;;! expect = "init"
(module
  (memory 1)
  (data (i32.const 0x10000) "x")
  (func (export "wizer-initialize")))
