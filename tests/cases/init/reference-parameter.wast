;; A parameter that no number fits.
;;! init = ["setup(1)"]
;;! expect = "policy"
(module (func (export "setup") (param externref)))
