(module
  (type (;0;) (func))
  (table $t (;0;) 1 funcref)
  (elem (;0;) (i32.const 0) func $start)
  (elem (;1;) declare func $start)
  (func $start (;0;) (type 0)
    i32.const 0
    ref.func $start
    table.set $t
  )
  (func (;1;) (type 0))
  (@producers
    (processed-by "preinit" "<version>")
  )
)
