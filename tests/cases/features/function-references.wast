;; Functions called by reference at init, through locals: nothing is left behind.
(module
  (type $f (func (param i32) (result i32)))
  (memory 1)
  (elem declare func $inc)
  (func $inc (type $f) (i32.add (local.get 0) (i32.const 1)))
  (func (export "wizer-initialize") (local $r (ref null $f))
    (local.set $r (ref.func $inc))
    (i32.store (i32.const 0) (call_ref $f (i32.const 4) (local.get $r))))
  (func (export "get") (result i32) (i32.load (i32.const 0))))
(assert_return (invoke "get") (i32.const 5))
