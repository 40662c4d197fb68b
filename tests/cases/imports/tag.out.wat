(module $main
  (type (;0;) (func (param i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (import "env" "t" (tag $t (;0;) (type 0) (param i32)))
  (memory (;0;) 1)
  (export "get" (func 1))
  (export "throw" (func 2))
  (func (;0;) (type 1)
    i32.const 0
    block $h (result i32)
      try_table (catch $t $h) ;; label = @2
        i32.const 42
        throw $t
      end
      i32.const 0
    end
    i32.store
  )
  (func (;1;) (type 2) (result i32)
    i32.const 0
    i32.load
  )
  (func (;2;) (type 1)
    i32.const 1
    throw $t
  )
  (data (;0;) (i32.const 0) "*")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
