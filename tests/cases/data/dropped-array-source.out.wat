(module
  (type $bytes (;0;) (array (mut i8)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result i32)))
  (type (;3;) (func (result i32)))
  (export "p" (func 1))
  (export "q" (func 2))
  (func (;0;) (type 1)
    data.drop $p
  )
  (func (;1;) (type 2) (param i32) (result i32)
    i32.const 0
    local.get 0
    array.new_data $bytes $p
    array.len
  )
  (func (;2;) (type 3) (result i32)
    i32.const 0
    i32.const 5
    array.new_data $bytes $q
    i32.const 4
    array.get_u $bytes
  )
  (data $p (;0;) "")
  (data $q (;1;) "world")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
