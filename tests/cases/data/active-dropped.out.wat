(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (export "load" (func 1))
  (export "init" (func 2))
  (export "init-nothing" (func 3))
  (func (;0;) (type 0)
    data.drop $a
  )
  (func (;1;) (type 1) (result i32)
    i32.const 0
    i32.load
  )
  (func (;2;) (type 0)
    i32.const 8
    i32.const 0
    i32.const 1
    memory.init $a
  )
  (func (;3;) (type 0)
    i32.const 8
    i32.const 0
    i32.const 0
    memory.init $a
  )
  (data $a (;0;) "")
  (data (;1;) (i32.const 0) "hello")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
