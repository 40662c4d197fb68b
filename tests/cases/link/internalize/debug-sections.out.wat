(module $main
  (type (;0;) (func))
  (type (;1;) (func))
  (import "env" "b" (global $b (;0;) i32))
  (global $a (;1;) i32 i32.const 1)
  (global $c (;2;) i32 i32.const 1)
  (start $preinit.start)
  (func $get (;0;) (type 0)
    (local $local i32)
    global.get $b
    local.set $local
  )
  (func $preinit.import-differs (;1;) (type 1)
    unreachable
  )
  (func $preinit.start (;2;) (type 1)
    global.get $b
    i32.const 1
    i32.ne
    if ;; label = @1
      call $preinit.import-differs
    end
  )
  (@custom "kept" (after code) "x")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after code) "\01\01\02\95i\fc\8b\1ce\87\ca")
)
