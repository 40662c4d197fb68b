-- Coroutines that hand numbers on.
local function stage(source, add)
  return coroutine.wrap(function() while true do local n = source() if not n then return end coroutine.yield(n + add) end end)
end
local n = 0
local source = function() n = n + 1 if n <= 400000 then return n end end
for add = 1, 4 do source = stage(source, add) end
local sum = 0
while true do local got = source() if not got then break end sum = (sum + got) % 1000003 end
function run(choice) return sum + choice end
