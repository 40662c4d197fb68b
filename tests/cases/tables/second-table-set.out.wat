(module
  (type (;0;) (func))
  (table $first (;0;) 4 funcref)
  (table $second (;1;) 4 externref)
  (func $register (;0;) (type 0)
    i32.const 1
    ref.null extern
    table.set $second
  )
  (func (;1;) (type 0)
    call $register
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
