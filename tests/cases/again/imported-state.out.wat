(module $main
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (type (;3;) (func (result i64)))
  (type (;4;) (func))
  (import "env" "memory" (memory $m (;0;) 1 4))
  (import "env" "table" (table $t (;0;) 4 funcref))
  (import "env" "global" (global $g (;0;) (mut i64)))
  (export "load" (func 4))
  (export "call" (func 5))
  (export "g" (func 6))
  (start $preinit.start)
  (elem (;0;) declare func $one $two)
  (elem (;1;) (i32.const 1) func $one)
  (elem (;2;) (i32.const 2) func $two)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func (;2;) (type 1)
    i32.const 0
    i32.const 72
    i32.store8
    i32.const 1000
    i32.const 5
    i32.store
    i32.const 1
    ref.func $one
    table.set $t
    i64.const 10
    global.set $g
  )
  (func (;3;) (type 1)
    i32.const 2000
    i32.const 1000
    i32.load
    i32.store
    i32.const 1000
    i32.const 0
    i32.store
    i32.const 2
    ref.func $two
    table.set $t
    global.get $g
    i64.const 1
    i64.add
    global.set $g
  )
  (func (;4;) (type 2) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (func (;5;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (func (;6;) (type 3) (result i64)
    global.get $g
  )
  (func $preinit.start (;7;) (type 4)
    i64.const 11
    global.set $g
  )
  (data (;0;) (i32.const 0) "H")
  (data (;1;) (i32.const 1000) "\05")
  (data (;2;) (i32.const 1000) "\00")
  (data (;3;) (i32.const 2000) "\05")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\01\011\f5\90\d9.\87\dez")
)
