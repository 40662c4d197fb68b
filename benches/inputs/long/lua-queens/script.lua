-- Queens on a board, by trying.
local function solve(size)
  local count, column, up, down = 0, {}, {}, {}
  local function place(row)
    if row > size then count = count + 1 return end
    for at = 1, size do
      if not column[at] and not up[row + at] and not down[row - at + size] then
        column[at], up[row + at], down[row - at + size] = true, true, true
        place(row + 1)
        column[at], up[row + at], down[row - at + size] = nil, nil, nil
      end
    end
  end
  place(1)
  return count
end
local found = solve(10)
function run(choice) return found + choice end
