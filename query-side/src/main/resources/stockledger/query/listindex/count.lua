-- Counts a list by facets. KEYS[6]: any order. ARGV: the list; then per kind of facet: its letter, and how many at most.
-- Result: {0} when the part is not complete; else 1, the length of the list, then each facet with its count.
if not complete(KEYS[6]) then return {0} end
local number = redis.call('HGET', lists, 'l' .. ARGV[1])
if not number then return {1, 0} end
local result = {1, tonumber(redis.call('HGET', counts, number .. ' n') or '0')}
for i = 2, #ARGV, 2 do
  local head = number .. ' ' .. ARGV[i]
  for _, ranked in ipairs(redis.call(
      'ZRANGEBYLEX', facets, '[' .. head, '(' .. head .. '\255', 'LIMIT', 0, ARGV[i + 1])) do
    table.insert(result, ARGV[i] .. string.sub(ranked, #head + 11))
    table.insert(result, 9999999999 - tonumber(string.sub(ranked, #head + 1, #head + 10)))
  end
end
return result
