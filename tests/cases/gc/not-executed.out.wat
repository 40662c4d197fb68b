(module
  (type $pair (;0;) (struct (field $a (mut i32)) (field $b i32)))
  (type $list (;1;) (array (mut i32)))
  (type (;2;) (func))
  (type (;3;) (func (result i32)))
  (global $p (;0;) (ref $pair) i32.const 3 i32.const 4 struct.new $pair)
  (global $l (;1;) (ref null $list) i32.const 5 i32.const 2 array.new $list)
  (global $n (;2;) (mut i32) i32.const 8)
  (export "n" (func 1))
  (export "set" (func 2))
  (export "a" (func 3))
  (func (;0;) (type 2)
    global.get $p
    struct.get $pair $a
    global.get $l
    i32.const 1
    array.get $list
    i32.add
    global.set $n
    i32.const 0
    if ;; label = @1
      global.get $p
      i32.const 1
      struct.set $pair $a
      global.get $l
      i32.const 0
      i32.const 1
      array.set $list
    end
  )
  (func (;1;) (type 3) (result i32)
    global.get $n
  )
  (func (;2;) (type 2)
    global.get $p
    i32.const 10
    struct.set $pair $a
  )
  (func (;3;) (type 3) (result i32)
    global.get $p
    struct.get $pair $a
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
