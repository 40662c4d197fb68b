;; The host's object is made to hold one of the module's: that, too, is a change of the host's.
;;! subject = "$main"
;;! preload = { env = "$host" }
;;! expect = "unsupported"
(module $host
  (type $s (struct (field $any (mut anyref))))
  (global $g (export "g") (ref $s) (struct.new $s (ref.null any))))
(register "env" $host)
(module $main
  (type $s (struct (field $any (mut anyref))))
  (type $t (struct (field i32)))
  (import "env" "g" (global $g (ref $s)))
  (func (export "wizer-initialize")
    (struct.set $s $any (global.get $g) (struct.new $t (i32.const 3)))))
