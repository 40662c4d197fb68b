(module
  (type (;0;) (func (param i32 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $get (;0;) (type 0)))
  (memory (;0;) 1)
  (global $count (;0;) (mut i32) i32.const 0)
  (export "memory" (memory 0))
  (export "count" (func 3))
  (func $scan (;1;) (type 1)
    (local $fd i32)
    i32.const 3
    local.set $fd
    block $done
      loop $next
        local.get $fd
        i32.const 0
        call $get
        br_if $done
        global.get $count
        i32.const 1
        i32.add
        global.set $count
        local.get $fd
        i32.const 1
        i32.add
        local.set $fd
        br $next
      end
    end
  )
  (func (;2;) (type 1)
    call $scan
  )
  (func (;3;) (type 2) (result i32)
    global.get $count
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
)
