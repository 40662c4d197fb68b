;; An exception that a helper throws with a tag which the module imports.
;;! golden = false
;;! subject = "$main"
;;! preload = { lib = "$lib" }
(module $lib
  (tag $t (export "t") (param i32))
  (func (export "throw") (param i32) (throw $t (local.get 0))))
(register "lib" $lib)
(module $main
  (import "lib" "t" (tag $t (param i32)))
  (import "lib" "throw" (func $throw (param i32)))
  (global $e (mut exnref) (ref.null exn))
  (func (export "wizer-initialize")
    (global.set $e
      (block $h (result exnref)
        (try_table (catch_all_ref $h) (call $throw (i32.const 7)))
        unreachable)))
  (func (export "payload") (result i32)
    (block $h (result i32)
      (try_table (catch $t $h) (throw_ref (global.get $e)))
      (i32.const -1))))
(assert_return (invoke "payload") (i32.const 7))
