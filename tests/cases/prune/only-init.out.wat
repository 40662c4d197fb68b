(module $main
  (type $run (;0;) (func (param i32) (result i32)))
  (memory (;0;) 1)
  (global $base (;0;) i32 i32.const 4)
  (export "memory" (memory 0))
  (export "run" (func 1))
  (func $square (;0;) (type $run) (param i32) (result i32)
    local.get 0
    global.get $base
    i32.mul
    i32.load
  )
  (func (;1;) (type $run) (param i32) (result i32)
    local.get 0
    call $square
  )
  (data (;0;) (i32.const 12) "\09\00\00\00\00\00\00\00\00\00\00\00\00\00\00\001")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
