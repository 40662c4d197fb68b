(module
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32)))
  (type (;3;) (func (param i32) (result i32)))
  (table $t (;0;) 4 funcref)
  (export "first" (func 5))
  (export "expressions" (func 6))
  (export "dropped" (func 7))
  (export "dropped-expressions" (func 8))
  (export "call" (func 9))
  (elem $first (;0;) func $one $two)
  (elem $dropped (;1;) func)
  (elem $expressions (;2;) funcref (ref.func $three) (ref.null func))
  (elem $dropped-expressions (;3;) funcref)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func $two (;1;) (type $f) (result i32)
    i32.const 2
  )
  (func $three (;2;) (type $f) (result i32)
    i32.const 3
  )
  (func $forget (;3;) (type 1)
    elem.drop $dropped
    elem.drop $dropped-expressions
  )
  (func (;4;) (type 1)
    call $forget
  )
  (func (;5;) (type 1)
    i32.const 0
    i32.const 0
    i32.const 2
    table.init $first
  )
  (func (;6;) (type 1)
    i32.const 2
    i32.const 0
    i32.const 2
    table.init $expressions
  )
  (func (;7;) (type 2) (param i32)
    i32.const 0
    i32.const 0
    local.get 0
    table.init $dropped
  )
  (func (;8;) (type 2) (param i32)
    i32.const 0
    i32.const 0
    local.get 0
    table.init $dropped-expressions
  )
  (func (;9;) (type 3) (param i32) (result i32)
    local.get 0
    call_indirect (type $f)
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
