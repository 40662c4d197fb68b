(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (func))
  (import "env" "memory" (memory (;0;) 1 4 shared))
  (export "get" (func 1))
  (start $preinit.start)
  (func (;0;) (type 0)
    i32.const 8
    i32.const 5
    i32.atomic.rmw.add
    drop
  )
  (func (;1;) (type 1) (result i32)
    i32.const 8
    i32.atomic.load
  )
  (func $preinit.start (;2;) (type 2)
    i32.const 4096
    i32.const 0
    i32.const 1
    i32.atomic.rmw.cmpxchg
    i32.eqz
    if ;; label = @1
      i32.const 8
      i32.const 0
      i32.const 1
      memory.init 0
      i32.const 4096
      i32.const 2
      i32.atomic.store
      i32.const 4096
      i32.const -1
      memory.atomic.notify
      drop
    else
      loop ;; label = @2
        i32.const 4096
        i32.const 1
        i64.const -1
        memory.atomic.wait32
        drop
        i32.const 4096
        i32.atomic.load
        i32.const 1
        i32.eq
        br_if 0 (;@2;)
      end
    end
    data.drop 0
  )
  (data (;0;) "\05")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\01\01I\cdp\1b\b3\fb\f4{")
)
