(module
  (type (;0;) (func))
  (table $a (;0;) 4 funcref)
  (table $b (;1;) 4 funcref)
  (global $g (;0;) (mut funcref) ref.func $f)
  (elem $e (;0;) func)
  (elem (;1;) (i32.const 0) func $f)
  (elem (;2;) (table $b) (i32.const 0) func $f)
  (func $f (;0;) (type 0))
  (func $init-a (;1;) (type 0)
    i32.const 0
    ref.func $f
    table.set $a
  )
  (func $init-b (;2;) (type 0)
    i32.const 0
    ref.func $f
    i32.const 1
    table.fill $b
  )
  (func (;3;) (type 0)
    call $init-a
    call $init-b
    ref.func $f
    global.set $g
    data.drop $d
    elem.drop $e
  )
  (data $d (;0;) "")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
