-- Calls: a function that calls itself.
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
local found = fib(35)
function run(choice) return found + choice end
