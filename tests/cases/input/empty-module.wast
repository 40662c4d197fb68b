;;! expect = "policy"
(module)
