;; Where indices move, sections that count code bytes are left out; the name section follows.
;;! subject = "$main"
;;! import-global = ["env.*=1"]
;;! internalize = ["env.a"]
;;! code-moves = true
(module $env
  (global (export "a") i32 (i32.const 1))
  (global (export "b") i32 (i32.const 1)))
(register "env" $env)
(module $main
  (import "env" "a" (global $a i32))
  (import "env" "b" (global $b i32))
  (global $c i32 (global.get $a))
  (@custom ".debug_info" (after code) "\00")
  (@custom "sourceMappingURL" "x.map")
  (@custom "kept" "x")
  (func $get (export "wizer-initialize") (local $local i32) (local.set $local (global.get $b))))
