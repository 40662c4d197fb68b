;; A shared memory is refused, not taken for a plain one: threads that instantiate the snapshot
;; on the same memory would overwrite each other.
(module
  (memory 1 2 shared)
  (func (export "wizer-initialize")))
