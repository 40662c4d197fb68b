;; An exception in a global without null: there is no constant exception, so only a null type can be
;; its initializer's, and a struct field without null is where one can be.
;;! golden = false
(module
  (type $s (struct (field $e (ref exn))))
  (tag $t (param i32))
  (global $s (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize")
    (global.set $s (struct.new $s
      (block $caught (result (ref exn))
        (block $payload (result i32 (ref exn))
          (try_table (catch_ref $t $payload) (throw $t (i32.const 5)))
          unreachable)
        (br $caught)))))
  (func (export "payload") (result i32)
    (block $h (result i32)
      (try_table (catch $t $h) (throw_ref (struct.get $s $e (global.get $s))))
      (i32.const -1))))
(assert_return (invoke "payload") (i32.const 5))
