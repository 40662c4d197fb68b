(module $main
  (type (;0;) (func (param i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (;0;) (type 0)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "get" (func 2))
  (export "exit" (func 3))
  (func (;1;) (type 1)
    i32.const 3
    i32.const 4
    i32.store8
  )
  (func (;2;) (type 2) (result i32)
    i32.const 3
    i32.load8_u
  )
  (func (;3;) (type 1)
    i32.const 0
    call $exit
  )
  (data (;0;) (i32.const 3) "\04")
  (@producers
    (processed-by "preinit" "<version>")
  )
)
