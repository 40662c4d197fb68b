(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (export "top" (func 1))
  (export "size" (func 2))
  (export "get" (func 3))
  (func (;0;) (type 0)
    i32.const 1032
    i32.const 512
    i32.store
    i32.const 1036
    i32.const 808
    i32.store
    i32.const 1040
    i32.const 4096
    i32.store
    i32.const 1044
    i32.const 4168
    i32.store
    i32.const 1048
    i32.const 4712
    i32.store
    i32.const 1472
    i32.const 4096
    i32.store
    i32.const 1476
    i32.const 1464
    i32.store
    i32.const 4108
    i32.const 67
    i32.store
    i32.const 4172
    i32.const 513
    i32.store
    i32.const 4680
    i32.const 512
    i32.store
    i32.const 4684
    i32.const 34
    i32.store
    i32.const 4716
    i32.const 809
    i32.store
    i32.const 5524
    i32.const 40
    i32.store
    i32.const 4300
    i32.const 42
    i32.store
  )
  (func (;1;) (type 1) (result i32)
    i32.const 1048
    i32.load
  )
  (func (;2;) (type 1) (result i32)
    i32.const 0
    i32.load offset=1036
  )
  (func (;3;) (type 1) (result i32)
    i32.const 4300
    i32.load
  )
  (data (;0;) (i32.const 1033) "\02\00\00(\03\00\00\00\10\00\00H\10\00\00h\12")
  (data (;1;) (i32.const 1473) "\10\00\00\b8\05")
  (data (;2;) (i32.const 4108) "C")
  (data (;3;) (i32.const 4172) "\01\02")
  (data (;4;) (i32.const 4300) "*")
  (data (;5;) (i32.const 4681) "\02\00\00\22")
  (data (;6;) (i32.const 4716) ")\03")
  (data (;7;) (i32.const 5524) "(")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
