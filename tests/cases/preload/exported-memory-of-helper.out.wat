(module $main
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32)))
  (import "env" "m" (memory $theirs (;0;) i64 1))
  (memory $ours (;1;) 1)
  (export "init" (func 1))
  (export "load" (func 2))
  (func (;0;) (type 0)
    i32.const 10
    i64.const 0
    i32.const 4
    memory.copy $ours $theirs
  )
  (func (;1;) (type 0)
    i32.const 0
    i32.const 0
    i32.const 7
    memory.init $ours $p
  )
  (func (;2;) (type 1) (param i32) (result i32)
    local.get 0
    i32.load $ours
  )
  (data $p (;0;) "passive")
  (data (;1;) (memory $ours) (i32.const 10) "host")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
