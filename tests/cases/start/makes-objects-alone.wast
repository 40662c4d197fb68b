;; Objects that only the start function makes, before a reactor's `_initialize` and init add to them.
;;! golden = false
(module
  (type $cons (struct (field $n i32) (field $next (ref null $cons))))
  (global $list (mut (ref null $cons)) (ref.null $cons))
  (func $push (param i32) (global.set $list (struct.new $cons (local.get 0) (global.get $list))))
  (func $start (call $push (i32.const 1)))
  (start $start)
  (func (export "_initialize") (call $push (i32.const 2)))
  (func (export "wizer-initialize") (call $push (i32.const 3)))
  (func (export "digits") (result i32) (local $at (ref null $cons)) (local $sum i32)
    (local.set $at (global.get $list))
    (block $done
      (loop $next
        (br_if $done (ref.is_null (local.get $at)))
        (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 10)) (struct.get $cons $n (local.get $at))))
        (local.set $at (struct.get $cons $next (local.get $at)))
        (br $next)))
    (local.get $sum)))
(assert_return (invoke "digits") (i32.const 321))
