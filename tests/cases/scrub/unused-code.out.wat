(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (param i32)))
  (memory (;0;) 1)
  (export "get" (func 1))
  (func (;0;) (type 0)
    i32.const 4200
    i32.const 42
    i32.store
  )
  (func (;1;) (type 1) (result i32)
    i32.const 4200
    i32.load
  )
  (func (;2;) (type 2) (param i32)
    memory.size
    drop
    i32.const 1036
    i32.const 1036
    i32.load
    local.get 0
    i32.sub
    i32.store
    i32.const 1048
    i32.const 1048
    i32.load
    local.get 0
    i32.add
    i32.store
    i32.const 1032
    i32.const 1032
    i32.load
    i32.store
    i32.const 1044
    i32.const 1044
    i32.load
    i32.store
  )
  (data (;0;) (i32.const 1037) "\01\00\00\00\10\00\00\00\00\00\00\10\10\00\00\00\00\00\00\00\00\00\00\00\10\00\008\01")
  (data (;1;) (i32.const 4100) "\13\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\01\01")
  (data (;2;) (i32.const 4200) "*")
  (data (;3;) (i32.const 4372) "(")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
