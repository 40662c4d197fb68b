;; An object that an imported global held before init is the host's: changed by init, no snapshot of
;; the module can write it back.
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
  (func (export "wizer-initialize") (struct.set $s $n (global.get $g) (i32.const 2))))
