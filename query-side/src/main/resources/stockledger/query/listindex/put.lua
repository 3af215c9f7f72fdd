-- Stores products whose revision is newer than the stored one, and moves them in all lists and counts at once.
-- ARGV: TTL in seconds; then per product: key, revision, SortPositions as JSON (empty: in no list), item.
-- A member of an order is: number of the list, '+' (in stock) or '-', position. An entry is: revision, newline, JSON.
-- A count's field is: number of the list, blank, facet; facets are ranked by count, the greatest first.
local lists, items, entries, counts, facets = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local numbers, deltas, removed, added = {}, {}, {{}, {}, {}}, {{}, {}, {}}

local function numberOf(list)
  local number = numbers[list]
  if not number then
    number = redis.call('HGET', lists, 'l' .. list)
    if not number then
      number = tostring(redis.call('HINCRBY', lists, 'lastNumber', 1))
      redis.call('HSET', lists, 'l' .. list, number)
    end
    numbers[list] = number
  end
  return number
end

local function addDelta(field, delta) deltas[field] = (deltas[field] or 0) + delta end

local function collect(json, members, delta)
  if json == '' then return end
  local entry = cjson.decode(json)
  for i, list in ipairs(entry.lists) do
    local number = numberOf(list)
    local stock = entry.stock == 'IN_STOCK' and '+' or '-'
    for order = 1, 3 do
      table.insert(members[order], number .. stock .. entry.positions[order])
    end
    addDelta(number .. ' n', delta)
    if string.sub(list, 1, 1) == 'c' then
      for _, facet in ipairs(entry.facets) do addDelta(number .. ' ' .. facet, delta) end
      local child = entry.lists[i + 1]
      if child and string.sub(child, 1, 1) == 'c' then
        addDelta(number .. ' k' .. string.sub(child, 2), delta)
      end
    end
  end
end

for i = 2, #ARGV, 4 do
  local stored = redis.call('HGET', entries, ARGV[i]) or '-1\n'
  local newline = string.find(stored, '\n', 1, true)
  local before = string.sub(stored, newline + 1)
  if tonumber(string.sub(stored, 1, newline - 1)) < tonumber(ARGV[i + 1]) then
    if before ~= ARGV[i + 2] then
      collect(before, removed, -1)
      collect(ARGV[i + 2], added, 1)
    end
    redis.call('HSET', entries, ARGV[i], ARGV[i + 1] .. '\n' .. ARGV[i + 2])
    redis.call('HSET', items, ARGV[i], ARGV[i + 3])
  end
end

-- In chunks of 1,000: unpack is limited by the Lua stack.
for order = 1, 3 do
  for i = 1, #removed[order], 1000 do
    redis.call('ZREM', KEYS[5 + order], unpack(removed[order], i, math.min(i + 999, #removed[order])))
  end
  for i = 1, #added[order], 1000 do
    local scored = {}
    for j = i, math.min(i + 999, #added[order]) do
      table.insert(scored, 0)
      table.insert(scored, added[order][j])
    end
    redis.call('ZADD', KEYS[5 + order], unpack(scored))
  end
end

for field, delta in pairs(deltas) do
  if delta ~= 0 then
    local before = tonumber(redis.call('HGET', counts, field) or '0')
    local kind = string.find(field, ' ', 1, true) + 1
    local function ranked(count)
      return string.sub(field, 1, kind) .. string.format('%010d', 9999999999 - count) .. string.sub(field, kind + 1)
    end
    local isFacet = string.sub(field, kind, kind) ~= 'n'
    if before > 0 and isFacet then redis.call('ZREM', facets, ranked(before)) end
    if before + delta > 0 then
      redis.call('HSET', counts, field, before + delta)
      if isFacet then redis.call('ZADD', facets, 0, ranked(before + delta)) end
    else
      redis.call('HDEL', counts, field)
    end
  end
end

for i = 1, 8 do redis.call('EXPIRE', KEYS[i], ARGV[1]) end
return 1
