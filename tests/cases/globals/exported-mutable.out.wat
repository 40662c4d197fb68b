(module
  (type (;0;) (func))
  (type (;1;) (func (param i64)))
  (global $g (;0;) (mut i64) i64.const 77)
  (export "g" (global $g))
  (export "set" (func 1))
  (func (;0;) (type 0)
    i64.const 77
    global.set $g
  )
  (func (;1;) (type 1) (param i64)
    local.get 0
    global.set $g
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
