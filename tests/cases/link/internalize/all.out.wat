(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (result i32 i32 i32)))
  (import "env" "log" (func $log (;0;) (type 0)))
  (table $table (;0;) 2 funcref)
  (memory $memory (;0;) 3 4)
  (global $base (;0;) i32 i32.const 16)
  (global $counter (;1;) (mut i32) i32.const 3)
  (global $own (;2;) i32 i32.const 16)
  (export "get" (func $get))
  (export "state" (func 3))
  (export "indirect" (func 4))
  (export "log" (func 5))
  (elem (;0;) (i32.const 1) func $get)
  (func (;1;) (type 0)
    global.get $base
    i32.const 68
    i32.store8
    global.get $counter
    i32.const 1
    memory.grow
    i32.add
    global.set $counter
  )
  (func $get (;2;) (type 1) (result i32)
    i32.const 16
    i32.load
  )
  (func (;3;) (type 2) (result i32 i32 i32)
    global.get $counter
    memory.size
    global.get $own
  )
  (func (;4;) (type 1) (result i32)
    i32.const 1
    call_indirect (type 1)
  )
  (func (;5;) (type 0)
    call $log
  )
  (data (;0;) (i32.const 16) "Data")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
