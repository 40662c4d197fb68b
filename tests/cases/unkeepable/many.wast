;; A hundred findings are told, and how many more there are.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! expect = "unsupported"
(module $lib
  (func $hidden)
  (elem declare func $hidden)
  (func (export "get") (result funcref) (ref.func $hidden)))
(module $main
  (import "lib" "get" (func $get (result funcref)))
  (table $t 500 funcref)
  (func (export "wizer-initialize")
    (table.fill $t (i32.const 0) (call $get) (i32.const 123))))
