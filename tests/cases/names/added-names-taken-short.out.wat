(module $main
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func))
  (import "env" "g" (global $g (;0;) (mut i32)))
  (export "start" (func $preinit.start))
  (export "g" (func 2))
  (start $preinit1.start)
  (func $preinit.start (;0;) (type 0) (result i32)
    i32.const 1
  )
  (func (;1;) (type 1)
    i32.const 2
    global.set $g
  )
  (func (;2;) (type 0) (result i32)
    global.get $g
  )
  (func $preinit1.start (;3;) (type 2)
    i32.const 2
    global.set $g
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after code) "\01\01\01\c5\11\a8\22\1f~\fel")
)
