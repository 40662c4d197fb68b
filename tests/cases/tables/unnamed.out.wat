(module
  (type (;0;) (func))
  (table (;0;) 4 funcref)
  (func (;0;) (type 0)
    i32.const 1
    ref.null func
    table.set 0
  )
  (func (;1;) (type 0)
    call 0
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
