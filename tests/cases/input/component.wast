;; A component where a module is due.
;;! expect = "unsupported"
(component)
