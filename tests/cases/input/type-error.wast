;; A module that parses and does not validate.
;;! expect = "malformed"
(module
  (func $fine)
  (func $wrong (export "wizer-initialize") (result i32) (i64.const 1)))
