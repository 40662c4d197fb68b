;; A memory and globals that nothing provides are supplied; init reads them and changes its own state alone.
;;! subject = "$main"
;;! import-memory = ["env.memory=2"]
;;! import-global = ["env.base=64", "env.*=7", "env.big=-1"]
(module $env
  (memory (export "memory") 2)
  (global (export "base") i32 (i32.const 64))
  (global (export "n") f64 (f64.const 7))
  (global (export "big") i64 (i64.const 0xffff_ffff_ffff_ffff)))
(register "env" $env)
(module $main
  (import "env" "memory" (memory 1))
  (import "env" "base" (global $base i32))
  (import "env" "n" (global $n f64))
  (import "env" "big" (global $big i64))
  (global $seen (mut f64) (f64.const 0))
  (global $pages (mut i32) (i32.const 0))
  (func (export "wizer-initialize")
    (global.set $pages (i32.add (memory.size) (global.get $base)))
    (global.set $seen (f64.add (global.get $n) (f64.convert_i64_s (global.get $big)))))
  (func (export "seen") (result f64 i32) (global.get $seen) (global.get $pages)))
(assert_return (invoke "seen") (f64.const 6) (i32.const 66))
