;; What lies in the middle of a long list is left out of its path.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! expect = "unsupported"
(module $lib
  (func $hidden)
  (elem declare func $hidden)
  (func (export "get") (result funcref) (ref.func $hidden)))
(module $main
  (type $cons (struct (field $f funcref) (field $next (ref null $cons))))
  (import "lib" "get" (func $get (result funcref)))
  (global $list (mut (ref null $cons)) (ref.null $cons))
  (func (export "wizer-initialize") (local $i i32)
    (global.set $list (struct.new $cons (call $get) (ref.null $cons)))
    (loop $more
      (global.set $list (struct.new $cons (ref.null func) (global.get $list)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $more (i32.lt_u (local.get $i) (i32.const 1000))))))
