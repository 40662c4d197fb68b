;; All that can throw within a legacy `try`: calls of each sort with arguments and results, a reference, and, in one
;; function with them, a `try_table`, which catches what is thrown in it, and not what is delegated, as in V8.
;;! golden = false
(module
  (type $two (func (param i32 i64) (result i64 i32)))
  (tag $e (param i32 i64))
  (table $t funcref (elem $swap))
  (table $t64 i64 funcref (elem $swap $swap))
  (elem declare func $swap)
  (global $found (mut i64) (i64.const 0))
  (func $swap (type $two)
    (if (i32.eqz (local.get 0)) (then (throw $e (i32.const 40) (local.get 1))))
    (local.get 1) (local.get 0))
  (func $direct (param i32) (result i64 i32)
    i64.const 1000
    try (type $two-results)
      (call $swap (local.get 0) (i64.const 2))
    catch $e
      (local.set 0 (i32.wrap_i64)) (i64.extend_i32_u) (local.get 0)
    end
    (local.set 0) i64.add (local.get 0))
  (type $two-results (func (result i64 i32)))
  (func $indirect (param i32) (result i64 i32)
    try (type $two-results)
      (call_indirect $t (type $two) (local.get 0) (i64.const 3) (i32.const 0))
    catch $e
      (local.set 0 (i32.wrap_i64)) (i64.extend_i32_u) (local.get 0)
    end)
  (func $indirect64 (param i32) (result i64 i32)
    try (type $two-results)
      (call_indirect $t64 (type $two) (local.get 0) (i64.const 4) (i64.const 1))
    catch $e
      (local.set 0 (i32.wrap_i64)) (i64.extend_i32_u) (local.get 0)
    end)
  (func $reference (param i32) (result i64 i32)
    try (type $two-results)
      (call_ref $two (local.get 0) (i64.const 5) (ref.func $swap))
    catch $e
      (local.set 0 (i32.wrap_i64)) (i64.extend_i32_u) (local.get 0)
    end)
  (func $table (param i32) (result i64 i32)
    block $h (result i32 i64)
      try (type $two-results)
        block $all (result exnref)
          try_table (type $two-results) (catch_all_ref $all)
            (call $swap (local.get 0) (i64.const 6))
            return
          end
          return
        end
        throw_ref
      catch $e
        br $h
      end
      return
    end
    (local.set 0 (i32.wrap_i64)) (i64.extend_i32_u) (i32.add (local.get 0) (i32.const 100)))
  (func $delegated (param i32) (result i64 i32)
    try (type $two-results)
      block $h (result i32 i64)
        try_table (type $two-results) (catch $e $h)
          block (type $two-results)
            try (type $two-results) (call $swap (local.get 0) (i64.const 7)) delegate 0
          end
          return
        end
        return
      end
      (local.set 0 (i32.wrap_i64)) (i64.extend_i32_u) (i32.add (local.get 0) (i32.const 200))
    catch_all
      (i64.const -1) (i32.const -1)
    end)
  (export "direct" (func $direct))
  (export "indirect" (func $indirect))
  (export "indirect64" (func $indirect64))
  (export "reference" (func $reference))
  (export "table" (func $table))
  (export "delegated" (func $delegated))
  (func (export "wizer-initialize")
    (drop (call $delegated (i32.const 0)))
    global.set $found)
  (func (export "found") (result i64) (global.get $found)))
(assert_return (invoke "found") (i64.const -1))
(assert_return (invoke "direct" (i32.const 9)) (i64.const 1002) (i32.const 9))
(assert_return (invoke "direct" (i32.const 0)) (i64.const 1040) (i32.const 2))
(assert_return (invoke "indirect" (i32.const 9)) (i64.const 3) (i32.const 9))
(assert_return (invoke "indirect" (i32.const 0)) (i64.const 40) (i32.const 3))
(assert_return (invoke "indirect64" (i32.const 9)) (i64.const 4) (i32.const 9))
(assert_return (invoke "indirect64" (i32.const 0)) (i64.const 40) (i32.const 4))
(assert_return (invoke "reference" (i32.const 9)) (i64.const 5) (i32.const 9))
(assert_return (invoke "reference" (i32.const 0)) (i64.const 40) (i32.const 5))
(assert_return (invoke "table" (i32.const 9)) (i64.const 6) (i32.const 9))
(assert_return (invoke "table" (i32.const 0)) (i64.const 40) (i32.const 106))
(assert_return (invoke "delegated" (i32.const 9)) (i64.const 7) (i32.const 9))
(assert_return (invoke "delegated" (i32.const 0)) (i64.const -1) (i32.const -1))
