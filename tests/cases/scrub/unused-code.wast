;; Records that look like a heap's, and a function that does to them what an allocator does: nobody calls it, and it is
;; none. What it would call free is a number of the program's.
;;! init = ["init"]
(module
  (memory 1)
  ;; 1024: … victim size, top size, least, victim, top …; base and size of the segment at 1060
  (data (i32.const 1032) "\00\00\00\00" "\00\01\00\00" "\00\10\00\00" "\00\00\00\00" "\10\10\00\00")
  (data (i32.const 1060) "\00\10\00\00" "\38\01\00\00")
  (data (i32.const 4100) "\13\00\00\00") ;; a chunk in use, 16 bytes
  (data (i32.const 4116) "\01\01\00\00") ;; the top, 256 bytes
  (data (i32.const 4372) "\28\00\00\00") ;; 40 bytes behind it
  (func (export "init") (i32.store (i32.const 4200) (i32.const 42)))
  (func (export "get") (result i32) (i32.load (i32.const 4200)))
  (func (param i32)
    (drop (memory.size))
    (i32.store (i32.const 1036) (i32.sub (i32.load (i32.const 1036)) (local.get 0)))
    (i32.store (i32.const 1048) (i32.add (i32.load (i32.const 1048)) (local.get 0)))
    (i32.store (i32.const 1032) (i32.load (i32.const 1032)))
    (i32.store (i32.const 1044) (i32.load (i32.const 1044)))))
(assert_return (invoke "get") (i32.const 42))
