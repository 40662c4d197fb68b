;; An object that a helper holds too: the snapshot could only make another.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! expect = "unsupported"
(module $lib
  (type $s (struct (field (mut i32))))
  (global $kept (ref $s) (struct.new $s (i32.const 5)))
  (func (export "get") (result (ref $s)) (global.get $kept)))
(module $main
  (type $s (struct (field (mut i32))))
  (import "lib" "get" (func $get (result (ref $s))))
  (global $cache (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize") (global.set $cache (call $get))))
