;; Recursive groups, structs, tags and references pass between the modules; each has them at other indices.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! preload-state = "merge"
(module $lib
  (rec (type $node (struct (field i32) (field (ref null $node)))))
  (type $thrown (func (param i32)))
  (tag $oops (export "oops") (type $thrown))
  (global $count (mut i32) (i32.const 0))
  (func (export "make") (param i32) (result (ref $node))
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (struct.new $node (local.get 0) (ref.null $node)))
  (func (export "fail") (throw $oops (global.get $count))))
(register "lib" $lib)
(module $main
  (type $other (func (param f64)))
  (rec (type $node (struct (field i32) (field (ref null $node)))))
  (type $thrown (func (param i32)))
  (import "lib" "oops" (tag $oops (type $thrown)))
  (import "lib" "make" (func $make (param i32) (result (ref $node))))
  (import "lib" "fail" (func $fail))
  (func (export "wizer-initialize") (drop (call $make (i32.const 1))))
  (func (export "value") (result i32) (struct.get $node 0 (call $make (i32.const 9))))
  (func (export "caught") (result i32)
    (block $h (result i32)
      (try_table (catch $oops $h) (call $fail))
      (i32.const -1))))
(assert_return (invoke "caught") (i32.const 1))
(assert_return (invoke "value") (i32.const 9))
(assert_return (invoke "caught") (i32.const 2))
