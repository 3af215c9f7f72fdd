-- Reads the folded versions of products. KEYS[6]: any order. ARGV: the products' keys.
-- Result: {0} when the part is not complete; else 1, then 'productVersion stockVersion' of each ('-1 -1': not stored).
if not complete(KEYS[6]) then return {0} end
local result = {1}
for _, item in ipairs(redis.call('HMGET', items, unpack(ARGV))) do
  table.insert(result, item and item ~= '' and string.sub(item, 1, string.find(item, '\n', 1, true) - 1) or '-1 -1')
end
return result
