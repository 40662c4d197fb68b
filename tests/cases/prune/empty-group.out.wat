(module
  (type $f (;0;) (func (result i32)))
  (global $n (;0;) i32 i32.const 3)
  (export "run" (func 0))
  (func (;0;) (type $f) (result i32)
    global.get $n
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
