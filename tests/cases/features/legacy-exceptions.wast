;; The legacy encoding of exceptions runs on no engine that we use; the hint says what translates it.
;;! expect = "unsupported"
(module binary
  "\00asm\01\00\00\00"
  "\01\04\01\60\00\00"
  "\03\02\01\00"
  "\07\14\01\10wizer-initialize\00\00"
  ;; try; catch_all; end; end
  "\0a\08\01\06\00\06\40\19\0b\0b")
