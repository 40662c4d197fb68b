;;! expect = "policy"
(module (func (export "initialise")) (func (export "main")) (memory (export "memory") 1))
