;; Padded LEB128 numbers, as linkers write them, are not shortened: type, function, memory, global,
;; export, code. The body is `i32.const 7 (5 bytes); global.set 0 (5 bytes)`.
(module binary
  "\00asm\01\00\00\00"
  "\01\84\80\80\80\00\01\60\00\00"
  "\03\82\80\80\80\00\01\00"
  "\06\86\80\80\80\00\01\7f\01\41\00\0b"
  "\07\98\80\80\80\00\02\10wizer-initialize\00\00\01n\03\00"
  "\0a\94\80\80\80\00\01\8e\80\80\80\00\00\41\87\80\80\80\00\24\80\80\80\80\00\0b")
(assert_return (get "n") (i32.const 7))
