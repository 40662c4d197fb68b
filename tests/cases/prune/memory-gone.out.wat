(module
  (type (;0;) (func (result i32)))
  (global $sum (;0;) i32 i32.const 115)
  (export "run" (func 0))
  (func (;0;) (type 0) (result i32)
    global.get $sum
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
