(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $a (;0;) 4 funcref)
  (table $b (;1;) 4 funcref)
  (memory (;0;) 1)
  (global $g (;0;) (mut funcref) ref.func $seven)
  (export "a" (func 5))
  (export "b" (func 6))
  (export "g" (func 7))
  (export "data" (func 8))
  (export "elem" (func 9))
  (elem $e (;0;) func)
  (elem (;1;) (i32.const 0) func $six)
  (elem (;2;) (table $b) (i32.const 1) func $seven $seven)
  (elem (;3;) declare func $six $seven)
  (func $six (;0;) (type $f) (result i32)
    i32.const 6
  )
  (func $seven (;1;) (type $f) (result i32)
    i32.const 7
  )
  (func $init-a (;2;) (type 1)
    i32.const 0
    ref.func $six
    table.set $a
  )
  (func $init-b (;3;) (type 1)
    i32.const 1
    ref.func $seven
    i32.const 2
    table.fill $b
  )
  (func (;4;) (type 1)
    call $init-a
    call $init-b
    ref.func $seven
    global.set $g
    data.drop $d
    elem.drop $e
  )
  (func (;5;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (func (;6;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect $b (type $f)
  )
  (func (;7;) (type $f) (result i32)
    i32.const 3
    global.get $g
    table.set $a
    i32.const 3
    call_indirect (type $f)
  )
  (func (;8;) (type 1)
    i32.const 0
    i32.const 0
    i32.const 1
    memory.init $d
  )
  (func (;9;) (type 1)
    i32.const 0
    i32.const 0
    i32.const 1
    table.init $e
  )
  (data $d (;0;) "")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
