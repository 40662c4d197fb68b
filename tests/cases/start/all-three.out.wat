(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (global $log (;0;) (mut i32) i32.const 123)
  (export "log" (func 4))
  (func $note (;0;) (type 0) (param i32)
    global.get $log
    i32.const 10
    i32.mul
    local.get 0
    i32.add
    global.set $log
  )
  (func $start (;1;) (type 1)
    i32.const 1
    call $note
  )
  (func (;2;) (type 1)
    i32.const 3
    call $note
  )
  (func (;3;) (type 1)
    i32.const 2
    call $note
  )
  (func (;4;) (type 2) (result i32)
    global.get $log
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
