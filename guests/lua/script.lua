-- A template engine and a stock list: what a page server would set up before its first request.

local function compile(template)
  local code = { "local item = ... local out = {}\n" }
  local at = 1
  while true do
    local first, last, expression = template:find("{{%s*(.-)%s*}}", at)
    code[#code + 1] = ("out[#out + 1] = %q\n"):format(template:sub(at, (first or 0) - 1))
    if not first then break end
    code[#code + 1] = ("out[#out + 1] = tostring(%s)\n"):format(expression)
    at = last + 1
  end
  code[#code + 1] = "return table.concat(out)"
  return assert(load(table.concat(code)))
end

local templates = {
  compile "<li id={{ item.id }}>{{ item.name:upper() }}: {{ item.price // 100 }}.{{ item.price % 100 }}</li>",
  compile "{{ item.name }}\t{{ item.stock }}\t{{ item.tags[1] }}/{{ item.tags[2] }}",
  compile "{{ item.stock > 20 and 'plenty' or 'few' }} of {{ item.name }} ({{ #item.name }})",
}

-- The script's own generator: the libraries' seed differs from run to run.
local state = 20240229
local function random(limit)
  state = (state * 1103515245 + 12345) % 2147483648
  return state // 65536 % limit + 1
end

local syllables = { "ba", "den", "fo", "gri", "hol", "ka", "lum", "mir", "no", "pel", "qua", "ster", "tor", "vex" }
local items, by_name, by_tag = {}, {}, {}
for id = 1, 3000 do
  local parts = {}
  for nth = 1, 2 + random(2) do parts[nth] = syllables[random(#syllables)] end
  local item = {
    id = id,
    name = table.concat(parts),
    price = random(20000),
    stock = random(60) - 1,
    tags = { syllables[random(#syllables)], syllables[random(#syllables)] },
  }
  items[id] = item
  by_name[item.name] = item
  for _, tag in ipairs(item.tags) do
    by_tag[tag] = by_tag[tag] or {}
    table.insert(by_tag[tag], item)
  end
end
for _, list in pairs(by_tag) do
  table.sort(list, function(a, b)
    if a.price ~= b.price then return a.price < b.price end
    return a.id < b.id
  end)
end

local function hash(text, value)
  for nth = 1, #text do value = (value ~ text:byte(nth)) * 16777619 & 0xffffffff end
  return value
end

-- Renders the ten cheapest items that carry the chosen tag; a hash of the page.
function run(choice)
  local tag = syllables[choice % #syllables + 1]
  local value = 2166136261
  local template = templates[choice % #templates + 1]
  for nth = 1, math.min(10, #by_tag[tag]) do
    local item = by_tag[tag][nth]
    value = hash(template(by_name[item.name] == item and item or items[item.id]), value)
  end
  return value & 0x7fffffff
end
