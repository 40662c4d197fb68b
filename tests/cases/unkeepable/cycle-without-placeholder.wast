;; A cycle through a reference without null of a type that only a helper can make a first object of:
;; nothing can hold the place while the cycle is closed. Refused, with the type.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! expect = "unsupported"
(module $lib
  (tag $first)
  (func (export "first") (result (ref exn))
    (block $h (result (ref exn))
      (try_table (catch_all_ref $h) (throw $first))
      unreachable)))
(module $main
  (type $s (struct (field $e (mut (ref exn)))))
  (import "lib" "first" (func $first (result (ref exn))))
  (tag $t (param (ref $s)))
  (global $s (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize")
    (global.set $s (struct.new $s (call $first)))
    (struct.set $s $e (global.get $s)
      (block $h (result (ref exn))
        (try_table (catch_all_ref $h) (throw $t (ref.as_non_null (global.get $s))))
        unreachable))))
