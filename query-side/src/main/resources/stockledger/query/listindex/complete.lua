-- Prepended to every script that reads a part. KEYS: see ListIndexKeys. Texts are compared byte by byte: Lua's own
-- comparison depends on the locale of the Redis server.
local lists, items, entries, counts, facets = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]

-- Redis evicts whole keys: each key holds a marker that only the rebuild writes, so an evicted key is noticed even when
-- a later write has created it again.
local function complete(order)
  return redis.call('HEXISTS', lists, 'complete') == 1 and redis.call('HEXISTS', items, '') == 1
    and redis.call('HEXISTS', entries, '') == 1 and redis.call('HEXISTS', counts, '') == 1
    and redis.call('ZSCORE', facets, '') and redis.call('ZSCORE', order, '')
end

