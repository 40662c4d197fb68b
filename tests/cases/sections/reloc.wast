;;! expect = "unsupported"
(module
  (@custom "reloc.CODE" (after last) "\03\00")
  (func (export "wizer-initialize")))
