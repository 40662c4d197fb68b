;; The same object, put out of the imported global by init and into one of the module's own.
;;! subject = "$main"
;;! preload = { env = "$host" }
;;! expect = "unsupported"
(module $host
  (type $s (struct (field $n (mut i32))))
  (global $g (export "g") (mut (ref null $s)) (struct.new $s (i32.const 1))))
(register "env" $host)
(module $main
  (type $s (struct (field $n (mut i32))))
  (import "env" "g" (global $g (mut (ref null $s))))
  (global $own (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize")
    (global.set $own (global.get $g))
    (global.set $g (struct.new $s (i32.const 3)))))
