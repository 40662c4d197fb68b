;; A wrong rename is found before init runs: this init would trap.
;;! renames = ["x=nowhere"]
;;! expect = "policy"
(module (func (export "wizer-initialize") unreachable))
