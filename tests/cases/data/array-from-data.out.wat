(module
  (type $bytes (;0;) (array (mut i8)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (type (;3;) (func (result i32)))
  (memory (;0;) 1)
  (export "at" (func 1))
  (export "load" (func 2))
  (func (;0;) (type 1)
    i32.const 9
    i32.const 9
    i32.store8
  )
  (func (;1;) (type 2) (param i32) (result i32)
    i32.const 0
    i32.const 5
    array.new_data $bytes $p
    local.get 0
    array.get_u $bytes
  )
  (func (;2;) (type 3) (result i32)
    i32.const 9
    i32.load8_u
  )
  (data (;0;) "")
  (data $p (;1;) "hello")
  (data (;2;) (i32.const 0) "xx\00\00\00\00\00\00\00\09")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
