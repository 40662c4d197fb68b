(module
  (global $last (mut exnref) (ref.null exn))
  (tag $t)
  (func (export "wizer-initialize")
    (global.set $last (block $caught (result exnref)
      (try_table (catch_all_ref $caught) (throw $t))
      unreachable))))
