;; The same where names are wanted: the message falls back on indices and export names.
;;! expect = "init"
(module
  (@custom "name" (after last) "\01\05\02\00\05ab")
  (func unreachable)
  (func (export "wizer-initialize") (call 0)))
