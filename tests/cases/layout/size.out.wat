(module
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32)))
  (memory (;0;) 2)
  (export "load" (func 1))
  (func (;0;) (type 0)
    i32.const 100
    i32.const 1
    i32.store8
    i32.const 106
    i32.const 2
    i32.store8
    i32.const 121
    i32.const 3
    i32.store8
    i32.const 162
    i32.const 4
    i32.store8
    i32.const 363
    i32.const 5
    i32.store8
    i32.const 9364
    i32.const 6
    i32.store8
  )
  (func (;1;) (type 1) (param i32) (result i32)
    local.get 0
    i32.load8_u
  )
  (data (;0;) (i32.const 100) "\01\00\00\00\00\00\02")
  (data (;1;) (i32.const 121) "\03")
  (data (;2;) (i32.const 162) "\04")
  (data (;3;) (i32.const 363) "\05")
  (data (;4;) (i32.const 9364) "\06")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
