(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (table $t (;0;) 4 funcref)
  (table $u (;1;) 4 funcref)
  (export "later" (func 2))
  (elem $e (;0;) func $f)
  (func $f (;0;) (type 0))
  (func (;1;) (type 0)
    i32.const 0
    if ;; label = @1
      i32.const 0
      ref.null func
      table.set $t
      ref.null func
      i32.const 1
      table.grow $t
      drop
      i32.const 0
      ref.null func
      i32.const 1
      table.fill $t
      i32.const 0
      i32.const 0
      i32.const 1
      table.copy $t $u
      i32.const 0
      i32.const 0
      i32.const 1
      table.init $e
      elem.drop $e
    end
  )
  (func (;2;) (type 1) (result i32)
    i32.const 2
    i32.const 0
    i32.const 1
    table.init $e
    elem.drop $e
    i32.const 2
    table.get $t
    ref.is_null
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
