(module
  (type (;0;) (func))
  (memory (;0;) 1)
  (export "drop" (func 1))
  (export "init" (func 2))
  (func (;0;) (type 0)
    i32.const 0
    i32.const 1
    i32.store8
    i32.const 0
    if ;; label = @1
      data.drop $p
    end
  )
  (func (;1;) (type 0)
    data.drop $p
  )
  (func (;2;) (type 0)
    i32.const 8
    i32.const 0
    i32.const 5
    memory.init $p
  )
  (data $p (;0;) "hello")
  (data (;1;) (i32.const 0) "\01")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
