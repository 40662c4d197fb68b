(module $main
  (type $f (;0;) (func (result i32)))
  (type (;1;) (func))
  (table $t (;0;) 3 4 funcref)
  (export "t" (table $t))
  (elem (;0;) (i32.const 2) func $one)
  (elem (;1;) declare func $one)
  (func $one (;0;) (type $f) (result i32)
    i32.const 1
  )
  (func (;1;) (type 1)
    ref.func $one
    i32.const 1
    table.grow $t
    drop
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
