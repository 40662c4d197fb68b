;; Names that could be read as mangled types of C++ (`f` is `float`, `i` is `int`) are what they are.
;;! expect = "init"
(module
  (func $f unreachable)
  (func $i (call $f))
  (func $v (export "wizer-initialize") (call $i)))
