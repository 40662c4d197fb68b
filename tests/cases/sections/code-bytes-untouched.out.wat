(module
  (type (;0;) (func))
  (global (;0;) (mut i32) i32.const 7)
  (export "n" (global 0))
  (func (;0;) (type 0)
    i32.const 7
    global.set 0
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
