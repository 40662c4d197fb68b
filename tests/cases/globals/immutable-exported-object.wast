;; An exported global that can't change, whose object did: it is built by its initializer, and start
;; code changes the mutable fields.
(module $main
  (type $s (struct (field $a (mut i32)) (field $b i64) (field $c (mut f64)) (field $d (mut (ref null $s)))))
  (global $g (export "g") (ref $s)
    (struct.new $s (i32.const 1) (i64.const 2) (f64.const 3) (ref.null $s)))
  (func (export "wizer-initialize")
    (struct.set $s $a (global.get $g) (i32.const 10))
    (struct.set $s $c (global.get $g) (f64.const -0.5))
    (struct.set $s $d (global.get $g) (global.get $g)))
  (func (export "own") (result i32) (struct.get $s $a (global.get $g))))
(register "main" $main)
(module
  (type $s (struct (field $a (mut i32)) (field $b i64) (field $c (mut f64)) (field $d (mut (ref null $s)))))
  (import "main" "g" (global $g (ref $s)))
  (func (export "get") (result i32 i64 f64)
    (struct.get $s $a (global.get $g)) (struct.get $s $b (global.get $g)) (struct.get $s $c (global.get $g)))
  (func (export "cycle") (result i32) (ref.eq (global.get $g) (struct.get $s $d (global.get $g))))
  (func (export "set") (struct.set $s $a (global.get $g) (i32.const 11))))
(assert_return (invoke "get") (i32.const 10) (i64.const 2) (f64.const -0.5))
(assert_return (invoke "cycle") (i32.const 1))
(invoke "set")
(assert_return (invoke $main "own") (i32.const 11))
