(module
  (type (;0;) (func))
  (type (;1;) (func (result i32 i64 i32 i64 i32)))
  (type (;2;) (func (result i32 i64 i32 i32 i32)))
  (memory $a (;0;) 2 2)
  (memory $b (;1;) i64 1)
  (memory $c (;2;) 13 100 (pagesize 0x1))
  (memory $d (;3;) i64 5 (pagesize 0x1))
  (memory $e (;4;) 1)
  (export "sizes" (func 1))
  (export "load" (func 2))
  (func (;0;) (type 0)
    i32.const 1
    memory.grow
    drop
    i32.const 70000
    i32.const 1
    i32.store
    i64.const 8
    i64.const 2
    i64.store $b
    i32.const 3
    memory.grow $c
    drop
    i32.const 12
    i32.const 3
    i32.store8 $c
    i64.const 4
    i32.const 12
    i32.const 1
    memory.copy $d $c
  )
  (func (;1;) (type 1) (result i32 i64 i32 i64 i32)
    memory.size
    memory.size $b
    memory.size $c
    memory.size $d
    memory.size $e
  )
  (func (;2;) (type 2) (result i32 i64 i32 i32 i32)
    i32.const 70000
    i32.load
    i64.const 8
    i64.load $b
    i32.const 12
    i32.load8_u $c
    i64.const 1
    i32.load $d
    i32.const 0
    i32.load $e
  )
  (data (;0;) (i32.const 70000) "\01")
  (data (;1;) (memory $b) (i64.const 8) "\02")
  (data (;2;) (memory $c) (i32.const 12) "\03")
  (data (;3;) (memory $d) (i64.const 1) "dd\00\03")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
