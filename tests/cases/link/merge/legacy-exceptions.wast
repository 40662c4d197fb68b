;; Legacy exceptions in both modules: tags and the types of blocks have other indices in the merged one, and a handler of
;; each catches what the other threw.
;;! golden = false
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! preload-state = "merge"
(module $lib
  (type $two (func (param i32 i32) (result i32)))
  (tag $own)
  (tag $oops (export "oops") (param i32))
  (global $count (mut i32) (i32.const 0))
  (func (export "guarded") (param i32) (result i32)
    (local.get 0) (i32.const 3)
    try (type $two)
      i32.mul
      (global.set $count (i32.add (global.get $count) (i32.const 1)))
      (if (i32.and (global.get $count) (i32.const 1)) (then (throw $oops (global.get $count))))
      (throw $own)
    catch $own
      (i32.const 1000)
    end))
(register "lib" $lib)
(module $main
  (type $unused (func (param f64)))
  (import "lib" "oops" (tag $oops (param i32)))
  (import "lib" "guarded" (func $guarded (param i32) (result i32)))
  (global $first (mut i32) (i32.const 0))
  (func $caught (export "caught") (result i32)
    try (result i32)
      try (result i32) (call $guarded (i32.const 5)) delegate 0
    catch $oops
      (i32.add (i32.const 100))
    catch_all
      rethrow 0
    end)
  (func (export "wizer-initialize") (global.set $first (call $caught)))
  (func (export "first") (result i32) (global.get $first)))
(assert_return (invoke "first") (i32.const 101))
(assert_return (invoke "caught") (i32.const 1000))
(assert_return (invoke "caught") (i32.const 103))
