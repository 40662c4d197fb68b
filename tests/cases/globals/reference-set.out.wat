(module $m
  (type (;0;) (func))
  (global $callback (;0;) (mut funcref) ref.func $f)
  (elem (;0;) declare func $f)
  (func $f (;0;) (type 0))
  (func $register (;1;) (type 0)
    ref.func $f
    global.set $callback
  )
  (func (;2;) (type 0)
    call $register
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
