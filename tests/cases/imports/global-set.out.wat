(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32 i32)))
  (type (;2;) (func))
  (import "env" "global" (global $g (;0;) (mut i32)))
  (import "env" "other" (global $other (;1;) (mut i32)))
  (export "get" (func 2))
  (start $preinit.start)
  (func $change (;0;) (type 0)
    i32.const 11
    global.set $g
  )
  (func (;1;) (type 0)
    call $change
  )
  (func (;2;) (type 1) (result i32 i32)
    global.get $g
    global.get $other
  )
  (func $preinit.start (;3;) (type 2)
    i32.const 11
    global.set $g
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after code) "\01\01\01\5c\8a/\01\e6\83\827")
)
