(module $main
  (type $unused (;0;) (func (param i64 i64)))
  (type $op (;1;) (func (result i32)))
  (type (;2;) (func (param i32) (result i32)))
  (type (;3;) (func))
  (type (;4;) (func (param i32) (result i64)))
  (table $lib:table (;0;) 4 funcref)
  (memory $lib:memory (;0;) 1)
  (global $lib:base (;0;) i32 i32.const 32)
  (global $lib:n (;1;) (mut i32) i32.const 11)
  (global $twice (;2;) i32 i32.const 32)
  (export "call" (func 3))
  (export "here" (func 4))
  (export "load" (func 5))
  (elem (;0;) (i32.const 0) func $lib:one)
  (elem (;1;) (i32.const 1) func $two $three)
  (func $two (;0;) (type $op) (result i32)
    i32.const 2
  )
  (func $three (;1;) (type $op) (result i32)
    global.get $twice
    i32.load
  )
  (func (;2;) (type 3)
    global.get $lib:n
    i32.const 10
    i32.add
    global.set $lib:n
    i32.const 4
    i32.const 89
    i32.store8
  )
  (func (;3;) (type 2) (param i32) (result i32)
    local.get 0
    call $lib:call
  )
  (func (;4;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $op)
  )
  (func (;5;) (type 4) (param i32) (result i64)
    local.get 0
    i64.load
  )
  (func $lib:one (;6;) (type $op) (result i32)
    global.get $lib:n
  )
  (func $lib:call (;7;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $op)
  )
  (data (;0;) (i32.const 0) "libXYry\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00main")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
