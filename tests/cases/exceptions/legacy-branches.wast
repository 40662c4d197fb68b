;; Branches out of legacy constructs name other labels in what is run; a `try` takes and gives values, one of
;; them through another that delegates to it.
;;! golden = false
(module
  (type $two (func (param i32 i32) (result i32 i32)))
  (tag $e (param i64 i32))
  (global $found (mut i64) (i64.const 0))
  (func $throw (param i32)
    (if (local.get 0) (then (throw $e (i64.const 1000) (i32.const 7)))))
  ;; From the body or from a handler: to the end, to a loop's head, out of a block and of the function.
  (func $leave (param $how i32) (param $fails i32) (result i64)
    (local $turns i64)
    block $out (result i64)
      loop $again (result i64)
        (local.set $turns (i64.add (local.get $turns) (i64.const 1)))
        try $t (result i64)
          (call $throw (local.get $fails))
          (br_if $t (i64.const 10) (i32.eqz (local.get $how)))
          drop
          (br_if $out (i64.const 20) (i32.eq (local.get $how) (i32.const 1)))
          drop
          block $stay
            (br_table $again $stay (i64.ge_u (local.get $turns) (i64.const 4)))
          end
          (return (i64.add (i64.const 30) (local.get $turns)))
        catch $e
          drop
          (br_if $again (i64.lt_u (local.get $turns) (i64.const 3)))
          (br_if $t (i32.eqz (local.get $how)))
          (br_if $out (i32.eq (local.get $how) (i32.const 1)))
          local.get $turns
          i64.add
          return
        end
        i64.const 1
        i64.add
      end
      i64.const 100
      i64.add
    end)
  (func $stacked (param $fails i32) (result i32)
    i32.const 3
    i32.const 5
    try (type $two)
      i32.mul
      i32.const 11
      try (type $two)
        (call $throw (local.get $fails))
      delegate 0
    catch $e
      (local.set $fails)
      i32.wrap_i64
      local.get $fails
    end
    i32.sub)
  (func (export "leave") (param i32 i32) (result i64) (call $leave (local.get 0) (local.get 1)))
  (func (export "stacked") (param i32) (result i32) (call $stacked (local.get 0)))
  (func (export "wizer-initialize")
    (global.set $found (i64.add (call $leave (i32.const 2) (i32.const 1))
      (i64.extend_i32_u (call $stacked (i32.const 1))))))
  (func (export "found") (result i64) (global.get $found)))
(assert_return (invoke "leave" (i32.const 0) (i32.const 0)) (i64.const 111))
(assert_return (invoke "leave" (i32.const 1) (i32.const 0)) (i64.const 20))
(assert_return (invoke "leave" (i32.const 2) (i32.const 0)) (i64.const 34))
(assert_return (invoke "leave" (i32.const 0) (i32.const 1)) (i64.const 1101))
(assert_return (invoke "leave" (i32.const 1) (i32.const 1)) (i64.const 1000))
(assert_return (invoke "leave" (i32.const 2) (i32.const 1)) (i64.const 1003))
(assert_return (invoke "stacked" (i32.const 0)) (i32.const 4))
(assert_return (invoke "stacked" (i32.const 1)) (i32.const 993))
(assert_return (invoke "found") (i64.const 1996))
