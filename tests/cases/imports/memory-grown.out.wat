(module $main
  (type (;0;) (func))
  (type (;1;) (func))
  (import "env" "memory" (memory $m (;0;) 1 4))
  (import "env" "table" (table $t (;0;) 4 8 funcref))
  (import "env" "global" (global $g (;0;) (mut i32)))
  (memory $own (;1;) 1)
  (start $preinit.start)
  (elem (;0;) declare func $f)
  (func $f (;0;) (type 0))
  (func $change (;1;) (type 0)
    i32.const 1
    memory.grow
    drop
  )
  (func (;2;) (type 0)
    call $change
  )
  (func $preinit.start (;3;) (type 1)
    i32.const 2
    memory.size
    i32.gt_u
    if ;; label = @1
      i32.const 2
      memory.size
      i32.sub
      memory.grow
      i32.const -1
      i32.eq
      if ;; label = @2
        unreachable
      end
    end
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after code) "\01\01\01\e6\e8p<0\fc\c6 ")
)
