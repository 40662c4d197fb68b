(module
  (type (;0;) (func (result i32)))
  (memory (;0;) 1)
  (export "get" (func $get))
  (func $get (;0;) (type 0) (result i32)
    i32.const 0
    i32.load8_u
  )
  (data (;0;) (i32.const 0) "\01")
  (@custom ".debug_line" (after data) "1\00\00\00\04\00\11\00\00\00\01\01\01\fb\0e\0a\00\01\01\01\01\00\00\00\01\00\00\00\05\02\ff\ff\ff\ff\01\02\03\00\01\01\00\05\02\02\00\00\00\01\02\07\00\01\01")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
