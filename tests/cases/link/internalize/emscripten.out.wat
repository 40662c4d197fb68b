(module $main
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32 i32)))
  (table (;0;) 8 funcref)
  (memory (;0;) 4)
  (global $sp (;0;) i32 i32.const 66560)
  (global $memory_base (;1;) i32 i32.const 1024)
  (global $table_base (;2;) i32 i32.const 1)
  (global $environ (;3;) i32 i32.const 2048)
  (global $square (;4;) i32 i32.const 1)
  (export "get" (func 3))
  (export "call" (func 4))
  (elem (;0;) (i32.const 1) func $times $plus)
  (func $times (;0;) (type 0) (param i32) (result i32)
    local.get 0
    local.get 0
    i32.mul
  )
  (func $plus (;1;) (type 0) (param i32) (result i32)
    local.get 0
    local.get 0
    i32.add
  )
  (func (;2;) (type 1)
    global.get $environ
    global.get $memory_base
    i32.load
    global.get $square
    call_indirect (type 0)
    i32.store
  )
  (func (;3;) (type 2) (result i32 i32)
    i32.const 2048
    i32.load
    global.get $sp
  )
  (func (;4;) (type 0) (param i32) (result i32)
    i32.const 5
    local.get 0
    call_indirect (type 0)
  )
  (data (;0;) (i32.const 1024) "\07")
  (data (;1;) (i32.const 2048) "1")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
