-- Reads a page. KEYS[6]: the order.
-- ARGV: 1 'asc' or 'desc'; 2 stock states ('+', '-' or '+-'); 3, 4 lower bound: '[' or '(' and its position; 5, 6 upper
-- bound likewise; 7 maximum number of items; 8 maximum number of products to scan; 9, 10 least and greatest price to
-- filter by, or empty; then one list or two, each followed by its JSON as it appears in an entry.
-- Result: {0} when the part is not complete; {2} when too many products were scanned; else 1, then position and item of
-- each row.
if not complete(KEYS[6]) then return {0} end
local ascending, limit, maxScanned = ARGV[1] == 'asc', tonumber(ARGV[7]), tonumber(ARGV[8])

local byte = string.byte
local function before(a, b, i)
  if a == b then return false end
  while true do
    local a1, a2, a3, a4, a5, a6, a7, a8 = byte(a, i, i + 7)
    local b1, b2, b3, b4, b5, b6, b7, b8 = byte(b, i, i + 7)
    if a1 ~= b1 then return (a1 or -1) < (b1 or -1) end
    if a2 ~= b2 then return (a2 or -1) < (b2 or -1) end
    if a3 ~= b3 then return (a3 or -1) < (b3 or -1) end
    if a4 ~= b4 then return (a4 or -1) < (b4 or -1) end
    if a5 ~= b5 then return (a5 or -1) < (b5 or -1) end
    if a6 ~= b6 then return (a6 or -1) < (b6 or -1) end
    if a7 ~= b7 then return (a7 or -1) < (b7 or -1) end
    if a8 ~= b8 then return (a8 or -1) < (b8 or -1) end
    i = i + 8
  end
end

-- Of two lists the shorter is scanned, and the other one is looked for in each entry.
local number, other, shortest
for i = 11, #ARGV, 2 do
  local one = redis.call('HGET', lists, 'l' .. ARGV[i])
  local length = one and tonumber(redis.call('HGET', counts, one .. ' n') or '0') or 0
  if length == 0 then return {1} end
  if not shortest or length < shortest then
    number, shortest, other = one, length, #ARGV > 12 and ARGV[i == 11 and 14 or 12] or ''
  end
end

local filtered = other ~= '' or ARGV[9] ~= '' or ARGV[10] ~= ''
local chunk = filtered and 100 or limit
local ranges = {}
for stock in string.gmatch(ARGV[2], '.') do
  local head = number .. stock
  table.insert(ranges, {at = 1, found = {}, low = ARGV[3] .. head .. ARGV[4], high = ARGV[5] .. head .. ARGV[6]})
end

local positionFrom = #number + 2
local function peek(range)
  if range.at > #range.found and not range.exhausted then
    range.found = ascending and redis.call('ZRANGEBYLEX', KEYS[6], range.low, range.high, 'LIMIT', 0, chunk)
      or redis.call('ZREVRANGEBYLEX', KEYS[6], range.high, range.low, 'LIMIT', 0, chunk)
    range.at, range.exhausted = 1, #range.found < chunk
    local last = range.found[#range.found]
    if last and ascending then range.low = '(' .. last elseif last then range.high = '(' .. last end
  end
  return range.found[range.at]
end

-- Merges the ranges of both stock states.
local function nextPosition()
  local best, member
  for _, range in ipairs(ranges) do
    local one = peek(range)
    if one and (not member or ascending and before(one, member, positionFrom)
        or not ascending and before(member, one, positionFrom)) then
      best, member = range, one
    end
  end
  if best then best.at = best.at + 1 end
  return member and string.sub(member, positionFrom)
end

local function matches(entry)
  local from = string.find(entry, '"price":"', 1, true) + 9
  local price = string.sub(entry, from, from + #(ARGV[9] ~= '' and ARGV[9] or ARGV[10]) - 1)
  return not (ARGV[9] ~= '' and before(price, ARGV[9], 1) or ARGV[10] ~= '' and before(ARGV[10], price, 1))
    and (other == '' or string.find(entry, other, 1, true))
end

local rows, scanned = {1}, 0
while #rows / 2 < limit do
  local positions, keys = {}, {}
  local group = filtered and math.min(100, maxScanned - scanned) or limit - (#rows - 1) / 2
  while #positions < group do
    local position = nextPosition()
    if not position then break end
    table.insert(positions, position)
    table.insert(keys, string.match(position, '\001([^\001]*)$'))
  end
  if #positions == 0 then
    return filtered and scanned >= maxScanned and {2} or rows
  end
  scanned = scanned + #positions
  if filtered then
    local found, matchingKeys, matchingPositions = redis.call('HMGET', entries, unpack(keys)), {}, {}
    for i, entry in ipairs(found) do
      if not entry then return {0} end
      if #matchingKeys + (#rows - 1) / 2 < limit and matches(entry) then
        table.insert(matchingKeys, keys[i])
        table.insert(matchingPositions, positions[i])
      end
    end
    keys, positions = matchingKeys, matchingPositions
  end
  if #keys > 0 then
    for i, item in ipairs(redis.call('HMGET', items, unpack(keys))) do
      if not item then return {0} end
      table.insert(rows, positions[i])
      table.insert(rows, string.sub(item, string.find(item, '\n', 1, true) + 1))
    end
  end
end
return rows
