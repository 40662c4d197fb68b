;; The 127th and the 128th function are the start function's, and their number takes another byte: addresses have to
;; follow. Debug information that can't be parsed stays as it is, and so does what is in another file.
;;! subject = "$main"
;;! preload = { env = "$host" }
;;! code-moves = true
;;! golden = false
(module $host
  (global (export "base") i32 (i32.const 5)))
(register "env" $host)
(module $main
  (@custom ".debug_info" (before first) "\01\02\03")
  (@custom ".debug_ranges" (after last) "\00\00\00\00\00\00\00\00")
  (@custom ".debug_str" (after last) "a\00")
  (@custom ".debug_line" (after last) "\04")
  (@custom "external_debug_info" (after last) "\05a.dwo")
  (import "env" "base" (global i32))
  (memory 1)
  (func (export "wizer-initialize") (i32.store8 (i32.const 0) (i32.const 1)))
  (func (export "get") (result i32) (i32.load8_u (i32.const 0)))
  (;@repeat 124: (func) ;))
(assert_return (invoke "get") (i32.const 1))
