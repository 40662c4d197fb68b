;; An exception that was caught with its reference, and is thrown again later.
(module
  (global $last (mut exnref) (ref.null exn))
  (global $none (mut exnref) (ref.null exn))
  (tag $t (export "t"))
  (func (export "wizer-initialize")
    (global.set $last (block $caught (result exnref)
      (try_table (catch_all_ref $caught) (throw $t))
      unreachable)))
  (func (export "throw") (throw_ref (global.get $last)))
  (func (export "is-it") (result i32)
    (block $caught
      (try_table (catch $t $caught) (throw_ref (global.get $last)))
      (return (i32.const 0)))
    (i32.const 1))
  (func (export "none") (result i32) (ref.is_null (global.get $none))))
(assert_return (invoke "is-it") (i32.const 1))
(assert_exception (invoke "throw"))
(assert_return (invoke "none") (i32.const 1))
