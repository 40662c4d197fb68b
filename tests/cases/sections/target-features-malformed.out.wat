(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (memory (;0;) 1)
  (export "drop" (func 1))
  (export "load" (func 2))
  (func (;0;) (type 0)
    i32.const 4
    i32.const 1
    i32.store8
  )
  (func (;1;) (type 0)
    data.drop $d
  )
  (func (;2;) (type 1) (result i32)
    i32.const 4
    i32.load8_u
  )
  (data $d (;0;) "")
  (data (;1;) (i32.const 0) "x\00\00\00\01")
  (@custom "target_features" (after data) "\05+\0f")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
