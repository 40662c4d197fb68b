(module
  (type (;0;) (func (param i32 i32 i32 i32 i32) (result i32)))
  (type (;1;) (func (param i32 i32) (result i32)))
  (type (;2;) (func (result i32)))
  (type (;3;) (func))
  (import "wasi_snapshot_preview1" "fd_seek" (func $seek (;0;) (type 0)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (;1;) (type 1)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "seek" (func 2))
  (func (;2;) (type 2) (result i32)
    i32.const 3
    i32.const 0
    i32.const 0
    i32.const 0
    i32.const 8
    call $seek
  )
  (func (;3;) (type 3)
    i32.const 12
    i32.const 1
    i32.const 0
    i32.const 4
    call $sizes
    i32.add
    i32.store
  )
  (data (;0;) (i32.const 12) "\01")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
