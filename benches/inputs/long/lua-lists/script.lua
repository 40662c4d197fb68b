-- Linked lists, made and walked.
local total = 0
for round = 1, 60 do
  local list
  for n = 1, 60000 do list = { value = n * round % 1009, next = list } end
  while list do total = (total + list.value) % 1000003 list = list.next end
end
function run(choice) return total + choice end
