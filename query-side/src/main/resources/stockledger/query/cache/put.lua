-- Stores a response whose revision is newer than the stored one, and publishes an invalidation when the body changed, or
-- when the same revision is stored already: a query that put it back may have published nothing to other processes.
-- The invalidation contains the response if that is asked for: processes that have it cached need not load it.
-- ARGV: revision, response, TTL in seconds, channel, 1 to publish the response too.
local stored = redis.call('GET', KEYS[1]) or ''
local before = tonumber(string.match(stored, '^(%d+) ') or '-1')
local now = tonumber(ARGV[1])
if before > now then return 0 end
if before < now then redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) end
local function body(text) return string.sub(text, (string.find(text, '\n', 1, true) or 0) + 1) end
if before == now or body(stored) ~= body(ARGV[2]) then
  redis.call('PUBLISH', ARGV[4], ARGV[1] .. ' ' .. KEYS[1] .. (ARGV[5] == '1' and '\n' .. ARGV[2] or ''))
end
return 1
