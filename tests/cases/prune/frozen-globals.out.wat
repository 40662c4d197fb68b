(module
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (global $never (;0;) i32 i32.const 5)
  (global $vector (;1;) v128 v128.const i32x4 0x00000001 0x00000000 0x00000002 0x00000000)
  (global $seen (;2;) (mut i32) i32.const 6)
  (global $written (;3;) (mut i32) i32.const 8)
  (export "seen" (global $seen))
  (export "run" (func 1))
  (func (;0;) (type 0)
    i32.const 8
    global.set $written
  )
  (func (;1;) (type 1) (result i32)
    global.get $never
    global.get $written
    global.get $vector
    i32x4.extract_lane 0
    i32.add
    i32.add
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
