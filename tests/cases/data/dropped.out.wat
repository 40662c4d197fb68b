(module
  (type (;0;) (func))
  (memory (;0;) 1)
  (export "again" (func 2))
  (func $forget (;0;) (type 0)
    data.drop $p
  )
  (func (;1;) (type 0)
    call $forget
  )
  (func (;2;) (type 0)
    i32.const 8
    i32.const 0
    i32.const 4
    memory.init $p
  )
  (data $p (;0;) "")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
