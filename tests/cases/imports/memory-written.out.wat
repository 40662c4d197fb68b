(module $main
  (type (;0;) (func))
  (import "env" "memory" (memory $m (;0;) 1 4))
  (import "env" "table" (table $t (;0;) 4 8 funcref))
  (import "env" "global" (global $g (;0;) (mut i32)))
  (memory $own (;1;) 1)
  (elem (;0;) declare func $f)
  (func $f (;0;) (type 0))
  (func $change (;1;) (type 0)
    i32.const 100
    i32.const 1
    i32.store
  )
  (func (;2;) (type 0)
    call $change
  )
  (data (;0;) (i32.const 100) "\01")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
