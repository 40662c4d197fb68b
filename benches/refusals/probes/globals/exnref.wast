;;! state = "mutable `exnref` global, set"
(module $subject
  (tag $e (param i32))
  (global $g (mut exnref) (ref.null exn))
  (func (export "wizer-initialize")
    (global.set $g
      (block $caught (result exnref)
        (try_table (catch_all_ref $caught) (throw $e (i32.const 5)))
        (unreachable))))
  (func (export "get") (result i32)
    (block $caught (result i32)
      (try_table (catch $e $caught) (throw_ref (global.get $g)))
      (unreachable))))
(assert_return (invoke "get") (i32.const 5))
