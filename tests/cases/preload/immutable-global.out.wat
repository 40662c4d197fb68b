(module $main
  (type (;0;) (func))
  (type (;1;) (func (result i32 i32)))
  (type (;2;) (func))
  (import "env" "base" (global $base (;0;) i32))
  (memory (;0;) 1)
  (global $copy (;1;) i32 i32.const 64)
  (export "get" (func 1))
  (start $preinit.start)
  (func (;0;) (type 0)
    global.get $base
    i32.const 68
    i32.store8
  )
  (func (;1;) (type 1) (result i32 i32)
    global.get $copy
    i32.const 64
    i32.load
  )
  (func $preinit.import-differs (;2;) (type 2)
    unreachable
  )
  (func $preinit.start (;3;) (type 2)
    global.get $base
    i32.const 64
    i32.ne
    if ;; label = @1
      call $preinit.import-differs
    end
  )
  (data (;0;) (i32.const 64) "Data")
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after data) "\01\01\02=K\d6^\ddg\b2\83")
)
