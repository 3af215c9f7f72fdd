-- Reads the entry of a product. ARGV: its key.
-- Result: {0} when the part is not complete; {1} when it has no entry; else 1, revision, SortPositions as JSON, item without
-- its versions, number of positions that are missing in an order.
if not (complete(KEYS[6]) and complete(KEYS[7]) and complete(KEYS[8])) then return {0} end
local entry, item = redis.call('HGET', entries, ARGV[1]), redis.call('HGET', items, ARGV[1])
if not entry or not item then return {1} end
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
return {1, string.sub(entry, 1, newline - 1), json, string.sub(item, string.find(item, '\n', 1, true) + 1), missing}
