;; An object of a type that the module does not have.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! expect = "unsupported"
(module $lib
  (type $theirs (struct (field i64) (field i64)))
  (func (export "make") (result anyref) (struct.new $theirs (i64.const 1) (i64.const 2))))
(module $main
  (type $ours (struct (field $any anyref)))
  (import "lib" "make" (func $make (result anyref)))
  (global $cache (mut (ref null $ours)) (ref.null $ours))
  (func (export "wizer-initialize") (global.set $cache (struct.new $ours (call $make)))))
