;;! expect = "unsupported"
(module
  (type $pair (struct (field $a (mut i32)) (field $b i32)))
  (type $list (array (mut i32)))
  (type $refs (array (mut funcref)))
  (global $p (ref $pair) (struct.new $pair (i32.const 3) (i32.const 4)))
  (global $l (ref $list) (array.new $list (i32.const 5) (i32.const 4)))
  (global $r (ref $refs) (array.new_default $refs (i32.const 4)))
  (data $d "0123456789abcdef")
  (elem $e func $change)
  (func $change (array.init_elem $refs $e (global.get $r) (i32.const 0) (i32.const 0) (i32.const 1)))
  (func (export "wizer-initialize") (call $change)))
