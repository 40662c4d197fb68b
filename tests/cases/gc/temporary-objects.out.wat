(module
  (type $pair (;0;) (struct (field $a (mut i32)) (field $b i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (memory (;0;) 1)
  (export "get" (func 1))
  (func (;0;) (type 1)
    i32.const 0
    i32.const 1
    i32.const 2
    struct.new $pair
    struct.get $pair $b
    i32.store
  )
  (func (;1;) (type 2) (result i32)
    i32.const 0
    i32.load
  )
  (data (;0;) (i32.const 0) "\02")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
