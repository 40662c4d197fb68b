(module
  (type $pair (;0;) (struct (field $a (mut i32)) (field $b i32)))
  (type $list (;1;) (array (mut i32)))
  (type $refs (;2;) (array (mut funcref)))
  (type (;3;) (func))
  (global $p (;0;) (ref $pair) i32.const 3 i32.const 4 struct.new $pair)
  (global $l (;1;) (ref $list) i32.const 5 i32.const 4 array.new $list)
  (global $r (;2;) (ref $refs) i32.const 4 array.new_default $refs)
  (elem $e (;0;) func $change)
  (func $change (;0;) (type 3)
    global.get $l
    i32.const 0
    global.get $l
    i32.const 1
    i32.const 2
    array.copy $list $list
  )
  (func (;1;) (type 3)
    call $change
  )
  (data $d (;0;) "0123456789abcdef")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
