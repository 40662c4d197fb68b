(module $named
  (type $t (;0;) (func))
  (type (;1;) (func (param i32)))
  (type (;2;) (func (result i32)))
  (table $tab (;0;) 1 funcref)
  (memory $mem (;0;) 1)
  (tag $tag (;0;) (type $t))
  (global $glob (;0;) (mut i32) i32.const 1)
  (export "user" (func $user))
  (export "get" (func $get))
  (elem $el (;0;) (i32.const 0) func $f)
  (func $f (;0;) (type 1) (param $p i32)
    (local $l i32)
    block $label
      br $label
    end
  )
  (func $setup (;1;) (type $t)
    i32.const 1
    global.set $glob
  )
  (func $user (;2;) (type $t)
    i32.const 0
    i32.const 0
    i32.const 7
    memory.init $passive
  )
  (func $get (;3;) (type 2) (result i32)
    global.get $glob
  )
  (data $active (;0;) "")
  (data $passive (;1;) "passive")
  (data (;2;) (i32.const 0) "active")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
