(module
  (type (;0;) (func (result i32)))
  (table $t (;0;) 2 funcref)
  (memory (;0;) 1)
  (export "run" (func 2))
  (export "load" (func 3))
  (elem $some (;0;) func $b)
  (elem (;1;) (i32.const 0) func $a)
  (func $a (;0;) (type 0) (result i32)
    i32.const 1
  )
  (func $b (;1;) (type 0) (result i32)
    i32.const 2
  )
  (func (;2;) (type 0) (result i32)
    i32.const 0
    i32.const 0
    i32.const 4
    memory.init $live
    i32.const 1
    i32.const 0
    i32.const 1
    table.init $some
    i32.const 0
    call_indirect (type 0)
    i32.const 1
    call_indirect (type 0)
    i32.add
  )
  (func (;3;) (type 0) (result i32)
    i32.const 0
    i32.load8_u
  )
  (data $live (;0;) "kept")
  (data (;1;) (i32.const 0) "gone")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
