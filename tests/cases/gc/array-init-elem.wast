;; `array.init_elem` with functions, from a segment that stays for later.
;;! golden = false
(module
  (type $f (func (result i32)))
  (type $refs (array (mut (ref null $f))))
  (global $r (ref $refs) (array.new_default $refs (i32.const 4)))
  (elem $e (ref null $f) (ref.func $one) (ref.null $f) (ref.func $two))
  (func $one (type $f) (i32.const 1))
  (func $two (type $f) (i32.const 2))
  (func (export "wizer-initialize")
    (array.init_elem $refs $e (global.get $r) (i32.const 0) (i32.const 0) (i32.const 3)))
  (func (export "again") (array.init_elem $refs $e (global.get $r) (i32.const 3) (i32.const 2) (i32.const 1)))
  (func (export "call") (param i32) (result i32) (call_ref $f (array.get $refs (global.get $r) (local.get 0)))))
(assert_return (invoke "call" (i32.const 0)) (i32.const 1))
(assert_trap (invoke "call" (i32.const 1)) "null reference")
(assert_return (invoke "call" (i32.const 2)) (i32.const 2))
(assert_trap (invoke "call" (i32.const 3)) "null reference")
(invoke "again")
(assert_return (invoke "call" (i32.const 3)) (i32.const 2))
