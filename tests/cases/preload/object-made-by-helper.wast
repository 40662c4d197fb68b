;; An object that a helper made and let go belongs to whoever holds it.
;;! golden = false
;;! subject = "$main"
;;! preload = { lib = "$lib" }
(module $lib
  (type $s (struct (field (mut i32))))
  (func (export "make") (param i32) (result (ref $s)) (struct.new $s (local.get 0))))
(register "lib" $lib)
(module $main
  (type $s (struct (field (mut i32))))
  (import "lib" "make" (func $make (param i32) (result (ref $s))))
  (global $a (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize") (global.set $a (call $make (i32.const 5))))
  (func (export "a") (result i32) (struct.get $s 0 (global.get $a)))
  (func (export "make") (result i32) (struct.get $s 0 (call $make (i32.const 6)))))
(assert_return (invoke "a") (i32.const 5))
(assert_return (invoke "make") (i32.const 6))
