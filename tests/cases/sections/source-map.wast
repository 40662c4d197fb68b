;; A source map counts from the start of the file, which has moved.
(module
  (@custom "sourceMappingURL" (after last) "\08a.js.map")
  (memory 1)
  (func (export "wizer-initialize") (i32.store8 (i32.const 0) (i32.const 1))))
