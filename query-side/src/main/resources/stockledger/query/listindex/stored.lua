-- Reads products as they are stored. KEYS[6]: any order. ARGV: the products' keys.
-- Result: {0} when the part is not complete; else 1, then entry and item of each, both empty when it is not stored.
if not complete(KEYS[6]) then return {0} end
local result = {1}
local foundEntries, foundItems = redis.call('HMGET', entries, unpack(ARGV)), redis.call('HMGET', items, unpack(ARGV))
for i = 1, #ARGV do
  table.insert(result, foundEntries[i] or '')
  table.insert(result, foundItems[i] or '')
end
return result
