;; So many constructs that a compiler would take minutes and gigabytes.
;;! expect = "limit"
(module
  (tag $e)
  (func $f)
  (func $many (;@repeat 5001: try call $f catch $e end ;))
  (func (export "wizer-initialize") (call $many)))
