;; A passive segment of a helper, dropped.
;;! subject = "$main"
;;! preload = { store = "$store" }
;;! expect = "unsupported"
(module $store
  (memory 1)
  (data $template "template")
  (func $free (export "free") (data.drop $template)))
(register "store" $store)
(module $main
  (import "store" "free" (func $free))
  (func (export "wizer-initialize") (call $free)))
