;; An exception of an exported tag, caught by whoever imports the tag from the snapshot.
;;! golden = false
(module $main
  (tag $t (export "t") (param i64))
  (global $e (mut exnref) (ref.null exn))
  (func (export "wizer-initialize")
    (global.set $e
      (block $h (result exnref)
        (try_table (catch_all_ref $h) (throw $t (i64.const 42)))
        unreachable)))
  (func (export "throw") (throw_ref (global.get $e))))
(register "main" $main)
(module
  (import "main" "t" (tag $t (param i64)))
  (import "main" "throw" (func $throw))
  (func (export "catch") (result i64)
    (block $h (result i64)
      (try_table (catch $t $h) (call $throw))
      (i64.const -1))))
(assert_return (invoke "catch") (i64.const 42))
