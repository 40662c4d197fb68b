;; Everything that can't be kept is named at once, by the path that reaches it: through fields by
;; their names, elements, payloads and entries.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! expect = "unsupported"
(module $lib
  (func $hidden)
  (elem declare func $hidden)
  (func (export "get") (result funcref) (ref.func $hidden)))
(module $main
  (type $entry (struct (field $key i32) (field $callback (mut funcref))))
  (type $entries (array (mut (ref null $entry))))
  (type $cache (struct (field $size (mut i32)) (field i64) (field $entries (ref $entries))))
  (tag $failed (param i32 funcref))
  (import "lib" "get" (func $get (result funcref)))
  (table $t 4 anyref)
  (global $cache (mut (ref null $cache)) (ref.null $cache))
  (global $error (mut exnref) (ref.null exn))
  (global $made (ref $entry) (struct.new $entry (i32.const 1) (ref.null func)))
  (func (export "wizer-initialize") (local $entries (ref $entries))
    (local.set $entries (array.new_default $entries (i32.const 20)))
    (array.set $entries (local.get $entries) (i32.const 17) (struct.new $entry (i32.const 5) (call $get)))
    (array.set $entries (local.get $entries) (i32.const 3) (struct.new $entry (i32.const 5) (ref.null func)))
    (global.set $cache (struct.new $cache (i32.const 1) (i64.const 0) (local.get $entries)))
    (global.set $error
      (block $h (result exnref)
        (try_table (catch_all_ref $h) (throw $failed (i32.const 1) (call $get)))
        unreachable))
    (table.set $t (i32.const 3) (struct.new $entry (i32.const 6) (call $get)))
    (struct.set $entry $callback (global.get $made) (call $get))))
