(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (memory (;0;) 1)
  (tag $t (;0;) (type 0) (param i32))
  (export "throw" (func 2))
  (export "get" (func 3))
  (func $may-throw (;0;) (type 0) (param i32)
    local.get 0
    throw $t
  )
  (func (;1;) (type 1)
    i32.const 0
    block $h (result i32)
      try_table (catch $t $h) ;; label = @2
        i32.const 5
        call $may-throw
      end
      i32.const 0
    end
    i32.store
  )
  (func (;2;) (type 1)
    i32.const 1
    call $may-throw
  )
  (func (;3;) (type 2) (result i32)
    i32.const 0
    i32.load
  )
  (data (;0;) (i32.const 0) "\05")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
