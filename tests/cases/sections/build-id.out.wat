(module
  (type (;0;) (func))
  (memory (;0;) 1)
  (func (;0;) (type 0)
    i32.const 0
    i32.const 1
    i32.store8
  )
  (data (;0;) (i32.const 0) "\01")
  (@custom "build_id" (after data) "\04abcd")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
