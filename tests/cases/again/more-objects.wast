;; The second run goes on where the first one ended: it adds to a list and changes what is there. One
;; start function makes all of it.
;;! init = ["push(1)", "push(2)"]
;;! again = ["push-more(3)", "change"]
(module
  (type $cons (struct (field $n (mut i32)) (field $next (ref null $cons))))
  (global $list (mut (ref null $cons)) (ref.null $cons))
  (func (export "push") (export "push-more") (param i32) (global.set $list (struct.new $cons (local.get 0) (global.get $list))))
  (func $change (export "change")
    (struct.set $cons $n (struct.get $cons $next (global.get $list)) (i32.const 9)))
  (func (export "digits") (result i32) (local $at (ref null $cons)) (local $sum i32)
    (local.set $at (global.get $list))
    (loop $next
      (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 10)) (struct.get $cons $n (local.get $at))))
      (local.set $at (struct.get $cons $next (local.get $at)))
      (br_if $next (i32.eqz (ref.is_null (local.get $at)))))
    (local.get $sum)))
(assert_return (invoke "digits") (i32.const 391))
