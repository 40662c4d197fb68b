;; Functions that code refers to are called by whoever gets the reference; they have to be declared still.
;;! prune = "code"
(module
  (type $f (func (result i32)))
  (func $one (type $f) (i32.const 1))
  (func $two (type $f) (i32.const 2))
  (func $three (type $f) (i32.const 3))
  (elem declare func $one $two $three)
  (global $chosen (mut (ref null $f)) (ref.null $f))
  (func (export "wizer-initialize")
    (global.set $chosen (ref.func $two))
    (drop (ref.func $three)))
  (func (export "chosen") (result i32) (call_ref $f (global.get $chosen)))
  (func (export "one") (result i32) (call_ref $f (ref.func $one))))
(assert_return (invoke "chosen") (i32.const 2))
(assert_return (invoke "one") (i32.const 1))
