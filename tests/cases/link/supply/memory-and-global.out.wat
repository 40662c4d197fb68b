(module $main
  (type (;0;) (func))
  (type (;1;) (func (result f64 i32)))
  (type (;2;) (func))
  (import "env" "memory" (memory (;0;) 1))
  (import "env" "base" (global $base (;0;) i32))
  (import "env" "n" (global $n (;1;) f64))
  (import "env" "big" (global $big (;2;) i64))
  (global $seen (;3;) (mut f64) f64.const 0x1.8p+2 (;=6;))
  (global $pages (;4;) (mut i32) i32.const 66)
  (export "seen" (func 1))
  (start $preinit.start)
  (func (;0;) (type 0)
    memory.size
    global.get $base
    i32.add
    global.set $pages
    global.get $n
    global.get $big
    f64.convert_i64_s
    f64.add
    global.set $seen
  )
  (func (;1;) (type 1) (result f64 i32)
    global.get $seen
    global.get $pages
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
    global.get $n
    i64.reinterpret_f64
    i64.const 4619567317775286272
    i64.ne
    if ;; label = @1
      call $preinit.import-differs
    end
    global.get $big
    i64.const -1
    i64.ne
    if ;; label = @1
      call $preinit.import-differs
    end
  )
  (@producers
    (processed-by "preinit" "<version>")
  )
  (@custom "preinit" (after code) "\01\01\02\18\10\a7Y\b50\c1\9f")
)
