(module $main
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32)))
  (type (;2;) (func))
  (import "env" "memory" (memory $m (;0;) 1))
  (import "env" "__memory_base" (global $base (;0;) i32))
  (export "load" (func 1))
  (start $preinit.start)
  (func (;0;) (type 0)
    global.get $base
    i32.const 68
    i32.store8
    global.get $base
    i32.const 100
    i32.add
    global.get $base
    i32.store
  )
  (func (;1;) (type 1) (param i32) (result i32)
    global.get $base
    local.get 0
    i32.add
    i32.load
  )
  (func $preinit.import-differs (;2;) (type 2)
    unreachable
  )
  (func $preinit.start (;3;) (type 2)
    global.get $base
    i32.const 1024
    i32.ne
    if ;; label = @1
      call $preinit.import-differs
    end
    i32.const 1024
    i32.const 0
    i32.const 1
    memory.init 1
    i32.const 1125
    i32.const 1
    i32.const 1
    memory.init 1
    data.drop 1
  )
  (data (;0;) (global.get $base) "data")
  (data (;1;) "D\04")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\01\02\17\cb{&v\90\c3\7f")
)
