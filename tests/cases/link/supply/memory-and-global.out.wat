(module $main
  (type (;0;) (func))
  (type (;1;) (func (result f64 i32)))
  (import "env" "memory" (memory (;0;) 1))
  (import "env" "base" (global $base (;0;) i32))
  (import "env" "n" (global $n (;1;) f64))
  (import "env" "big" (global $big (;2;) i64))
  (global $seen (;3;) (mut f64) f64.const 0x1.8p+2 (;=6;))
  (global $pages (;4;) (mut i32) i32.const 66)
  (export "seen" (func 1))
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
  (@producers
    (processed-by "preinit" "<version>")
  )
)
