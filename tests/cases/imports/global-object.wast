;; An imported global of a reference type gets an object that init made.
;;! golden = false
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (type $s (struct (field $n (mut i32))))
  (global $g (export "g") (mut (ref null $s)) (ref.null $s))
  (func (export "n") (result i32) (struct.get $s $n (global.get $g))))
(register "env" $host)
(module $main
  (type $s (struct (field $n (mut i32))))
  (import "env" "g" (global $g (mut (ref null $s))))
  (global $own (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize")
    (global.set $g (struct.new $s (i32.const 5)))
    (global.set $own (global.get $g)))
  (func (export "same") (result i32) (ref.eq (global.get $g) (global.get $own))))
(assert_return (invoke "same") (i32.const 1))
(assert_return (invoke $host "n") (i32.const 5))
