;; A module that has functions called as ours would be: ours get another prefix.
;;! golden = false
(module
  (global $g (mut exnref) (ref.null exn))
  (tag $t)
  (func $preinit.start (export "one") (result i32) (i32.const 1))
  (func $preinit.objects (export "two") (result i32) (i32.const 2))
  (func $preinit1 (export "preinit.start") (result i32) (i32.const 3))
  (func (export "wizer-initialize")
    (global.set $g (block $h (result exnref)
      (try_table (catch_all_ref $h) (throw $t))
      unreachable)))
  (func (export "throw") (throw_ref (global.get $g))))
(assert_return (invoke "one") (i32.const 1))
(assert_return (invoke "two") (i32.const 2))
(assert_return (invoke "preinit.start") (i32.const 3))
(assert_exception (invoke "throw"))
