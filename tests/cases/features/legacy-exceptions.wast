;; The legacy encoding of exceptions: init runs a translation of it, the snapshot keeps it.
(module
  (tag $e (param i32))
  (tag $f)
  (global $log (mut i32) (i32.const 0))
  (func $note (param i32)
    (global.set $log (i32.add (i32.mul (global.get $log) (i32.const 10)) (local.get 0))))
  (func $may-throw (param i32)
    (if (i32.eq (local.get 0) (i32.const 1)) (then (throw $e (i32.const 4))))
    (if (i32.eq (local.get 0) (i32.const 2)) (then (throw $f))))
  ;; A handler with a payload, one without, and what is thrown again out of the innermost of two.
  (func $caught (param i32)
    try
      try
        (call $may-throw (local.get 0))
        (call $note (i32.const 1))
      catch $e
        call $note
      catch_all
        (call $note (i32.const 2))
        rethrow 0
      end
    catch $f
      (call $note (i32.const 3))
    end)
  (func (export "wizer-initialize")
    (call $caught (i32.const 0)) (call $caught (i32.const 1)) (call $caught (i32.const 2)))
  (func (export "log") (result i32) (global.get $log))
  (func (export "caught") (param i32) (result i32) (call $caught (local.get 0)) (global.get $log))
  (func (export "throw") (call $may-throw (i32.const 2))))
(assert_return (invoke "log") (i32.const 1423))
(assert_return (invoke "caught" (i32.const 1)) (i32.const 14234))
(assert_return (invoke "caught" (i32.const 2)) (i32.const 1423423))
(assert_exception (invoke "throw"))
