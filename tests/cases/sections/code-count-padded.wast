;; A code section whose size, count and body sizes are padded to five bytes, as linkers write them:
;; the bodies keep their places behind the start of the section when one is appended.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host (global (export "g") (mut i32) (i32.const 1)))
(register "env" $host)
(module $main binary
  "\00asm\01\00\00\00"
  ;; Types: () and () -> i32.
  "\01\08\02\60\00\00\60\00\01\7f"
  "\02\0a\01\03env\01g\03\7f\01"
  "\03\03\02\00\01"
  "\07\18\02\10wizer-initialize\00\00\01g\00\01"
  "\0a\99\80\80\80\00\82\80\80\80\00"
  "\86\80\80\80\00\00\41\02\24\00\0b"
  "\84\80\80\80\00\00\23\00\0b"
  "\00\0e\0b.debug_info\01\02")
(assert_return (invoke "g") (i32.const 2))
