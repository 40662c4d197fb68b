;; A function had a heap's record in its frame, and the heap in static data. It has returned, and the data are numbers.
(module
  (memory 1)
  (global $sp (mut i32) (i32.const 4096))
  (func (export "wizer-initialize")
    (local $f i32) (local $c i32)
    ;; An allocator would grow the memory where it takes from the top.
    (drop (memory.grow (i32.const 0)))
    ;; the frame: 512 bytes
    (global.set $sp (local.tee $f (i32.add (global.get $sp) (i32.const -512))))
    ;; record at frame + 8: victim size, top size, least, victim, top
    (i32.store offset=8 (local.get $f) (i32.const 0))
    (i32.store offset=12 (local.get $f) (i32.const 1976))
    (i32.store offset=16 (local.get $f) (i32.const 8192))
    (i32.store offset=20 (local.get $f) (i32.const 0))
    (i32.store offset=24 (local.get $f) (i32.const 8200))
    (i32.store offset=448 (local.get $f) (i32.const 8192))
    (i32.store offset=452 (local.get $f) (i32.const 2024)) ;; 8192..10216
    (i32.store (i32.const 8204) (i32.const 1977))
    (i32.store (i32.const 10180) (i32.const 40))
    ;; take 64 bytes from the top
    (local.set $c (i32.load offset=24 (local.get $f)))
    (i32.store offset=12 (local.get $f) (i32.sub (i32.load offset=12 (local.get $f)) (i32.const 64)))
    (i32.store offset=24 (local.get $f) (i32.add (local.get $c) (i32.const 64)))
    (i32.store offset=8 (local.get $f) (i32.load offset=8 (local.get $f)))
    (i32.store offset=20 (local.get $f) (i32.load offset=20 (local.get $f)))
    (i32.store offset=4 (i32.load offset=24 (local.get $f)) (i32.or (i32.load offset=12 (local.get $f)) (i32.const 1)))
    (i32.store offset=4 (local.get $c) (i32.const 67))
    ;; the frame goes, and the pool is an array of numbers
    (global.set $sp (i32.add (local.get $f) (i32.const 512)))
    (i32.store (i32.const 9000) (i32.const 42)))
  (func (export "get") (result i32) (i32.load (i32.const 9000))))
(assert_return (invoke "get") (i32.const 42))
