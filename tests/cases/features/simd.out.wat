(module
  (type (;0;) (func))
  (type (;1;) (func (result v128)))
  (type (;2;) (func (result i32)))
  (memory (;0;) 1)
  (export "get" (func 1))
  (export "lane" (func 2))
  (func (;0;) (type 0)
    i32.const 0
    v128.const i32x4 0x00000001 0x00000002 0x00000003 0x00000004
    v128.const i32x4 0x0000000a 0x00000014 0x0000001e 0x00000028
    i32x4.mul
    v128.store
    i32.const 32
    i32.const 7
    i8x16.splat
    v128.store8_lane 3
  )
  (func (;1;) (type 1) (result v128)
    i32.const 0
    v128.load
  )
  (func (;2;) (type 2) (result i32)
    i32.const 32
    i32.load8_u
  )
  (data (;0;) (i32.const 0) "\0a\00\00\00(\00\00\00Z\00\00\00\a0\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\07")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
