;; A function of another instance that the module does not import, in a global and in a table.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! expect = "unsupported"
(module $lib
  (func $hidden)
  (elem declare func $hidden)
  (func (export "get") (result funcref) (ref.func $hidden)))
(module $main
  (import "lib" "get" (func $get (result funcref)))
  (table $callbacks 4 funcref)
  (global $last (mut funcref) (ref.null func))
  (func (export "wizer-initialize")
    (global.set $last (call $get))
    (table.set $callbacks (i32.const 2) (call $get))))
