(module
  (type (;0;) (func (result v128)))
  (type (;1;) (func))
  (type (;2;) (func (param i32) (result v128)))
  (memory (;0;) 1)
  (export "get" (func 4))
  (export "madd" (func 5))
  (func $madd (;0;) (type 0) (result v128)
    v128.const i32x4 0x3f800001 0x3f800000 0x3f800000 0x3f800000
    v128.const i32x4 0x3f800001 0x3f800000 0x3f800000 0x3f800000
    v128.const i32x4 0xbf800002 0x3f800000 0x3f800000 0x3f800000
    f32x4.relaxed_madd
  )
  (func $swizzle (;1;) (type 0) (result v128)
    v128.const i32x4 0x04030201 0x08070605 0x0c0b0a09 0x100f0e0d
    v128.const i32x4 0x1f100f00 0xf0ff807f 0x01010101 0x01010101
    i8x16.relaxed_swizzle
  )
  (func $trunc (;2;) (type 0) (result v128)
    v128.const i32x4 0x7fc00000 0x7f800000 0xff800000 0x4f32d05e
    i32x4.relaxed_trunc_f32x4_s
  )
  (func (;3;) (type 1)
    i32.const 0
    call $madd
    v128.store
    i32.const 16
    call $swizzle
    v128.store
    i32.const 32
    call $trunc
    v128.store
  )
  (func (;4;) (type 2) (param i32) (result v128)
    local.get 0
    v128.load
  )
  (func (;5;) (type 0) (result v128)
    call $madd
  )
  (data (;0;) (i32.const 2) "\80(\00\00\00@\00\00\00@\00\00\00@\01\10\00\00\00\00\00\00\02\02\02\02\02\02\02\02\00\00\00\00\ff\ff\ff\7f\00\00\00\80\ff\ff\ff\7f")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
