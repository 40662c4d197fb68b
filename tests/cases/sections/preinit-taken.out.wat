(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (func))
  (import "env" "g" (global $g (;0;) (mut i32)))
  (export "g" (func 1))
  (start $preinit.start)
  (func (;0;) (type 0)
    i32.const 2
    global.set $g
  )
  (func (;1;) (type 1) (result i32)
    global.get $g
  )
  (func $preinit.start (;2;) (type 2)
    i32.const 2
    global.set $g
  )
  (@custom "preinit" (after code) "\01\00\00")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after code) "\01\01\01\c5\11\a8\22\1f~\fel")
)
