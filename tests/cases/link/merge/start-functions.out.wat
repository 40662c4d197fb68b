(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory $a:memory (;0;) 1)
  (export "get" (func 2))
  (func $start (;0;) (type 0)
    i32.const 19
    i32.const 0
    i32.load8_u
    i32.store8
  )
  (func (;1;) (type 0))
  (func (;2;) (type 1) (result i32)
    i32.const 16
    i32.load
  )
  (func $a:start (;3;) (type 0)
    i32.const 16
    i32.const 0
    i32.load8_u
    i32.store8
  )
  (func $b:start (;4;) (type 0)
    i32.const 17
    i32.const 0
    i32.load8_u
    i32.store8
  )
  (func $b:_initialize (;5;) (type 0)
    i32.const 18
    i32.const 17
    i32.load8_u
    i32.store8
  )
  (func $preinit.start-all (;6;) (type 0)
    call $a:start
    i32.const 0
    i32.const 0
    i32.const 1
    memory.init 1
    data.drop 1
    call $b:start
    call $b:_initialize
    i32.const 0
    i32.const 0
    i32.const 1
    memory.init 2
    data.drop 2
    call $start
  )
  (data (;0;) "")
  (data (;1;) "")
  (data (;2;) "")
  (data (;3;) (i32.const 0) "m\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00abbm")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
