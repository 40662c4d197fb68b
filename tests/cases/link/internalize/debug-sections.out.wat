(module $main
  (type (;0;) (func))
  (import "env" "b" (global $b (;0;) i32))
  (global $a (;1;) i32 i32.const 1)
  (global $c (;2;) i32 i32.const 1)
  (func $get (;0;) (type 0)
    (local $local i32)
    global.get $b
    local.set $local
  )
  (@custom "kept" (after code) "x")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
