;; A build id that no longer names these bytes is kept, and said so.
(module
  (@custom "build_id" (after last) "\04abcd")
  (memory 1)
  (func (export "wizer-initialize") (i32.store8 (i32.const 0) (i32.const 1))))
