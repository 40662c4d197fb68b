(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (param i32) (result i32)))
  (type (;3;) (func (result i32 i64 i32)))
  (memory $a (;0;) 1)
  (memory $b (;1;) i64 1)
  (memory $c (;2;) 2)
  (export "b" (memory $b))
  (export "a" (func 1))
  (export "b0" (func 2))
  (export "c" (func 3))
  (export "sizes" (func 4))
  (func (;0;) (type 0)
    i32.const 0
    i32.const 1
    i32.store
    i64.const 0
    i32.const 2
    i32.store $b
    i32.const 1
    memory.grow $c
    drop
    i32.const 0
    i32.const 3
    i32.store $c
  )
  (func (;1;) (type 1) (result i32)
    i32.const 0
    i32.load
  )
  (func (;2;) (type 1) (result i32)
    i64.const 0
    i32.load $b
  )
  (func (;3;) (type 2) (param i32) (result i32)
    local.get 0
    i32.load $c
  )
  (func (;4;) (type 3) (result i32 i64 i32)
    memory.size
    memory.size $b
    memory.size $c
  )
  (data (;0;) (i32.const 0) "\01")
  (data (;1;) (memory $b) (i64.const 0) "\02")
  (data (;2;) (memory $c) (i32.const 0) "\03\00\00\00kept")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
