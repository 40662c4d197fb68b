-- Strings: formats, patterns, concatenation.
local lines = {}
for n = 1, 120000 do lines[#lines + 1] = string.format("%05d:%s:%x", n, ("ab"):rep(n % 7), n * n) end
local text, count = table.concat(lines, "\n"):gsub("(%d+):(%a*)", "%2-%1")
function run(choice) return count + text:byte(choice + 1) end
