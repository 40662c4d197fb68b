(module
  (type (;0;) (func))
  (table $callbacks (;0;) 4 8 funcref)
  (table $other (;1;) 4 funcref)
  (elem (;0;) (i32.const 1) func $f)
  (elem $handlers (;1;) func $f)
  (func $f (;0;) (type 0))
  (func $register (;1;) (type 0)
    i32.const 1
    ref.func $f
    table.set $callbacks
  )
  (func (;2;) (type 0)
    call $register
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
