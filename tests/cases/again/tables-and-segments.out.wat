(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $t (;0;) 6 8 funcref)
  (memory (;0;) 1)
  (export "size" (func 4))
  (export "call" (func 5))
  (export "a" (func 6))
  (export "b" (func 7))
  (export "c" (func 8))
  (export "d" (func 9))
  (elem $a (;0;) func)
  (elem $b (;1;) func $two)
  (elem (;2;) (i32.const 1) func $two $two $one $two)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func (;2;) (type 1)
    i32.const 0
    i32.const 0
    i32.const 2
    table.init $a
    elem.drop $a
    data.drop $c
    ref.func $two
    i32.const 1
    table.grow $t
    drop
  )
  (func (;3;) (type 1)
    i32.const 0
    ref.null func
    table.set $t
    i32.const 2
    i32.const 0
    i32.const 1
    table.init $b
    data.drop $d
    ref.null func
    i32.const 1
    table.grow $t
    drop
  )
  (func (;4;) (type $f) (result i32)
    table.size $t
  )
  (func (;5;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (func (;6;) (type 1)
    i32.const 0
    i32.const 0
    i32.const 1
    table.init $a
  )
  (func (;7;) (type 1)
    i32.const 0
    i32.const 0
    i32.const 1
    table.init $b
  )
  (func (;8;) (type 1)
    i32.const 0
    i32.const 0
    i32.const 1
    memory.init $c
  )
  (func (;9;) (type 1)
    i32.const 0
    i32.const 0
    i32.const 1
    memory.init $d
  )
  (data $c (;0;) "")
  (data $d (;1;) "")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
