-- Reads the entries of products. ARGV: their keys.
-- Result: {0} when the part is not complete; else 1, then of each product an empty list when it has no entry, else revision,
-- SortPositions as JSON, item without its versions, number of positions that are missing in an order.
if not (complete(KEYS[6]) and complete(KEYS[7]) and complete(KEYS[8])) then return {0} end
local result = {1}
local foundEntries, foundItems = redis.call('HMGET', entries, unpack(ARGV)), redis.call('HMGET', items, unpack(ARGV))
for i = 1, #ARGV do
  local entry, item = foundEntries[i], foundItems[i]
  local read = {}
  if entry and item then
    local newline, missing = string.find(entry, '\n', 1, true), 0
    local json = string.sub(entry, newline + 1)
    if json ~= '' then
      local placement = cjson.decode(json)
      local stock = placement.stock == 'IN_STOCK' and '+' or '-'
      for _, list in ipairs(placement.lists) do
        local number = redis.call('HGET', lists, 'l' .. list)
        for order = 1, 3 do
          if not number or not redis.call('ZSCORE', KEYS[5 + order], number .. stock .. placement.positions[order]) then
            missing = missing + 1
          end
        end
      end
    end
    read = {string.sub(entry, 1, newline - 1), json, string.sub(item, string.find(item, '\n', 1, true) + 1), missing}
  end
  table.insert(result, read)
end
return result
