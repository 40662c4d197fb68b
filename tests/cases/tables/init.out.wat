(module
  (type (;0;) (func))
  (table $callbacks (;0;) 4 8 funcref)
  (table $other (;1;) 4 funcref)
  (elem $handlers (;0;) func $f)
  (elem (;1;) (i32.const 0) func $f)
  (func $f (;0;) (type 0))
  (func $register (;1;) (type 0)
    i32.const 0
    i32.const 0
    i32.const 1
    table.init $handlers
  )
  (func (;2;) (type 0)
    call $register
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
