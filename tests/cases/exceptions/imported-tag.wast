;; An exception of an imported tag: its exporter catches it by the tag when the snapshot throws it.
;;! golden = false
;;! subject = "$main"
(module $host
  (tag $t (export "t") (param i32)))
(register "env" $host)
(module $main
  (import "env" "t" (tag $t (param i32)))
  (tag $own (param i32))
  (global $e (mut exnref) (ref.null exn))
  (func (export "wizer-initialize")
    (global.set $e
      (block $h (result exnref)
        (try_table (catch_all_ref $h) (throw $t (i32.const 42)))
        unreachable)))
  (func (export "throw") (throw_ref (global.get $e))))
(register "main" $main)
(module
  (import "env" "t" (tag $t (param i32)))
  (import "main" "throw" (func $throw))
  (func (export "catch") (result i32)
    (block $h (result i32)
      (try_table (catch $t $h) (call $throw))
      (i32.const -1))))
(assert_return (invoke "catch") (i32.const 42))
