;; An object of the host's in an entry that only its own segment can make, and objects of the
;; module's beside it.
;;! golden = false
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (type $s (struct (field $n (mut i32))))
  (global (export "theirs") anyref (struct.new $s (i32.const 80))))
(register "env" $host)
(module $main
  (type $s (struct (field $n (mut i32))))
  (import "env" "theirs" (global $theirs anyref))
  (table $t 4 anyref)
  (elem (table $t) (i32.const 1) anyref (global.get $theirs) (ref.i31 (i32.const 1)))
  (func (export "wizer-initialize")
    (table.set $t (i32.const 0) (struct.new $s (i32.const 2)))
    (table.set $t (i32.const 3) (ref.i31 (i32.const 3)))
    (table.set $t (i32.const 2) (ref.null any)))
  (func (export "n") (param i32) (result i32) (struct.get $s $n (ref.cast (ref $s) (table.get $t (local.get 0)))))
  (func (export "i31") (param i32) (result i32) (i31.get_s (ref.cast (ref i31) (table.get $t (local.get 0)))))
  (func (export "is-null") (param i32) (result i32) (ref.is_null (table.get $t (local.get 0)))))
(assert_return (invoke "n" (i32.const 0)) (i32.const 2))
(assert_return (invoke "n" (i32.const 1)) (i32.const 80))
(assert_return (invoke "is-null" (i32.const 2)) (i32.const 1))
(assert_return (invoke "i31" (i32.const 3)) (i32.const 3))
