;; A helper that imports from another one and hands on what it imported, and names that collide.
;;! subject = "$main"
;;! preload = { a = "$a", b = "$b" }
;;! preload-state = "merge"
(module $a
  (global $n (mut i32) (i32.const 0))
  (func $f (export "f") (result i32)
    (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n)))
(register "a" $a)
(module $b
  (import "a" "f" (func $f (result i32)))
  (global $n (mut i32) (i32.const 100))
  (func $g (export "g") (result i32)
    (global.set $n (i32.add (global.get $n) (call $f))) (global.get $n))
  (export "again" (func $f)))
(register "b" $b)
(module $main
  (import "b" "again" (func $f (result i32)))
  (import "b" "g" (func $g (result i32)))
  (import "a" "f" (func $direct (result i32)))
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize")
    (drop (call $direct))
    (global.set $n (i32.add (call $f) (call $g))))
  (func (export "n") (result i32) (global.get $n))
  (func (export "g") (result i32) (call $g))
  (export "f" (func $f)))
(assert_return (invoke "n") (i32.const 105))
(assert_return (invoke "f") (i32.const 4))
(assert_return (invoke "g") (i32.const 108))
