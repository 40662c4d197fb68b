;; An entry that does nothing stays what it is in a snapshot of a snapshot, beside a start function that is replaced.
;;! keep-initialize = "empty"
;;! original = false
;;! again = ["more"]
(module
  (type $pair (struct (field (mut i32))))
  (global $kept (mut (ref null $pair)) (ref.null $pair))
  (func (export "_initialize")
    (if (i32.eqz (ref.is_null (global.get $kept))) (then (unreachable)))
    (global.set $kept (struct.new $pair (i32.const 41))))
  (func $more (export "more")
    (struct.set $pair 0 (global.get $kept)
      (i32.add (struct.get $pair 0 (global.get $kept)) (i32.const 1))))
  (func (export "wizer-initialize") (call $more))
  (func (export "value") (result i32) (struct.get $pair 0 (global.get $kept))))
(assert_return (invoke "_initialize"))
(assert_return (invoke "value") (i32.const 43))
