;; More than engines accept of one `try_table`.
;;! expect = "limit"
(module
  (tag $e)
  (func $f)
  (func (export "wizer-initialize") try call $f (;@repeat 10000: catch $e ;) end))
