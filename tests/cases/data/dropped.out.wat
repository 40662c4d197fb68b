(module
  (type (;0;) (func))
  (type (;1;) (func (param i32)))
  (memory (;0;) 1)
  (export "init" (func 2))
  (export "drop" (func 3))
  (func $forget (;0;) (type 0)
    data.drop $p
  )
  (func (;1;) (type 0)
    call $forget
  )
  (func (;2;) (type 1) (param i32)
    i32.const 8
    i32.const 0
    local.get 0
    memory.init $p
  )
  (func (;3;) (type 0)
    data.drop $p
  )
  (data $p (;0;) "")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
