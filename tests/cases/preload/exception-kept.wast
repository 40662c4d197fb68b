;; An exception that a helper keeps.
;;! subject = "$main"
;;! preload = { store = "$store" }
;;! expect = "unsupported"
(module $store
  (tag $t)
  (global $kept (mut exnref) (ref.null exn))
  (func $fail (export "fail")
    (global.set $kept
      (block $h (result exnref)
        (try_table (catch_all_ref $h) (throw $t))
        unreachable))))
(register "store" $store)
(module $main
  (import "store" "fail" (func $fail))
  (func (export "wizer-initialize") (call $fail)))
