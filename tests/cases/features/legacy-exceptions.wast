;; The legacy encoding of exceptions runs on no engine that we use; the hint says what translates it.
;;! expect = "malformed"
(module
  (func (export "wizer-initialize") (try (do) (catch_all))))
