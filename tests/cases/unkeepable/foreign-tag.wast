;; An exception of a tag that the module neither has nor imports.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! expect = "unsupported"
(module $lib
  (tag $theirs (param i32))
  (func (export "throw") (throw $theirs (i32.const 1))))
(module $main
  (import "lib" "throw" (func $throw))
  (global $last-error (mut exnref) (ref.null exn))
  (func (export "wizer-initialize")
    (global.set $last-error
      (block $h (result exnref)
        (try_table (catch_all_ref $h) (call $throw))
        unreachable))))
