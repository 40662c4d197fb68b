(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i64)))
  (type (;2;) (func (param i64) (result i64)))
  (type (;3;) (func))
  (import "env" "memory" (memory $m (;0;) i64 1 3))
  (export "size" (func 1))
  (export "load" (func 2))
  (start $preinit.start)
  (func (;0;) (type 0)
    i64.const 1
    i32.const 0
    i32.store8
    i64.const 1
    memory.grow
    drop
    i64.const 100000
    i64.const -1
    i64.store
  )
  (func (;1;) (type 1) (result i64)
    memory.size
  )
  (func (;2;) (type 2) (param i64) (result i64)
    local.get 0
    i64.load
  )
  (func $preinit.start (;3;) (type 3)
    i64.const 2
    memory.size
    i64.gt_u
    if ;; label = @1
      i64.const 2
      memory.size
      i64.sub
      memory.grow
      i64.const -1
      i64.eq
      if ;; label = @2
        unreachable
      end
    end
    i64.const 1
    i32.const 0
    i32.const 1
    memory.init 0
    i64.const 100000
    i32.const 1
    i32.const 8
    memory.init 0
    data.drop 0
  )
  (data (;0;) "\00\ff\ff\ff\ff\ff\ff\ff\ff")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\01\01rQe\f1B\c7\a4\d4")
)
