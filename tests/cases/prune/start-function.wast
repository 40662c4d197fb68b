;; The start function that the snapshot got is live, with all that it names.
;;! prune = "code"
(module
  (type $node (struct (field i32) (field (mut (ref null $node)))))
  (global $list (mut (ref null $node)) (ref.null $node))
  (func $push (param i32)
    (global.set $list (struct.new $node (local.get 0) (global.get $list))))
  (func (export "wizer-initialize")
    (call $push (i32.const 1)) (call $push (i32.const 2)))
  (func (export "run") (result i32)
    (i32.sub (struct.get $node 0 (global.get $list))
      (struct.get $node 0 (struct.get $node 1 (global.get $list))))))
(assert_return (invoke "run") (i32.const 1))
