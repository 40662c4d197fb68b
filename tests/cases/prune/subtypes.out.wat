(module
  (rec
    (type $top (;0;) (sub (func)))
    (type $other (;1;) (sub (func)))
  )
  (type $mid (;2;) (sub $top (func)))
  (type $low (;3;) (sub final $mid (func)))
  (type (;4;) (func (param i32) (result i32)))
  (table $t (;0;) 3 funcref)
  (global $called (;0;) (mut i32) i32.const 3)
  (export "run" (func 3))
  (elem (;0;) (i32.const 0) func $low $mid $other)
  (func $low (;0;) (type $low)
    i32.const 1
    global.set $called
  )
  (func $mid (;1;) (type $mid)
    i32.const 2
    global.set $called
  )
  (func $other (;2;) (type $other)
    unreachable
  )
  (func (;3;) (type 4) (param i32) (result i32)
    local.get 0
    call_indirect (type $mid)
    global.get $called
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
