(module $main
  (type (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (table $a:table (;0;) 3 funcref)
  (export "again" (func 2))
  (export "call" (func 3))
  (elem (;0;) declare func $a:one)
  (elem $e (;1;) func)
  (elem (;2;) (i32.const 0) func $a:one $two)
  (func $two (;0;) (type 0) (result i32)
    i32.const 2
  )
  (func (;1;) (type 1))
  (func (;2;) (type 1)
    i32.const 2
    i32.const 0
    i32.const 1
    table.init $e
  )
  (func (;3;) (type 2) (param i32) (result i32)
    local.get 0
    call_indirect (type 0)
  )
  (func $a:one (;4;) (type 0) (result i32)
    i32.const 1
  )
  (func $a:start (;5;) (type 1)
    i32.const 0
    ref.func $a:one
    table.set $a:table
    i32.const 1
    ref.func $a:one
    table.set $a:table
  )
  (func $preinit.start-all (;6;) (type 1)
    call $a:start
    i32.const 1
    i32.const 0
    i32.const 1
    table.init $e
    elem.drop $e
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
