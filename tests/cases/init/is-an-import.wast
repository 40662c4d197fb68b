;; The init export is itself an import, which nothing provides.
;;! expect = "init"
(module
  (import "env" "setup" (func $setup))
  (export "wizer-initialize" (func $setup)))
