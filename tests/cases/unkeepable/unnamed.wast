;; Without names the message gives indices.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! expect = "unsupported"
(module $lib
  (func $hidden)
  (elem declare func $hidden)
  (func (export "get") (result funcref) (ref.func $hidden)))
(module $main
  (type (struct (field i32) (field (mut funcref))))
  (import "lib" "get" (func (result funcref)))
  (global (mut i32) (i32.const 0))
  (global (mut (ref null 0)) (ref.null 0))
  (func (export "wizer-initialize") (global.set 1 (struct.new 0 (i32.const 3) (call 0)))))
