(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (param i32) (result i32)))
  (type (;3;) (func))
  (import "env" "memory" (memory $m (;0;) 1 4))
  (export "size" (func 1))
  (export "load" (func 2))
  (start $preinit.start)
  (func (;0;) (type 0)
    i32.const 2
    memory.grow
    drop
    i32.const 150000
    i32.const 7
    i32.store
  )
  (func (;1;) (type 1) (result i32)
    memory.size
  )
  (func (;2;) (type 2) (param i32) (result i32)
    local.get 0
    i32.load
  )
  (func $preinit.start (;3;) (type 3)
    i32.const 3
    memory.size
    i32.gt_u
    if ;; label = @1
      i32.const 3
      memory.size
      i32.sub
      memory.grow
      i32.const -1
      i32.eq
      if ;; label = @2
        unreachable
      end
    end
    i32.const 150000
    i32.const 0
    i32.const 1
    memory.init 0
    data.drop 0
  )
  (data (;0;) "\07")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\01\01\13\92\b0\b1\aa\ed\bb{")
)
