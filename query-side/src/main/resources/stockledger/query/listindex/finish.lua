-- Declares a part complete. 0 when another rebuild has deleted it since, or a key was evicted. ARGV: id of the rebuild.
if redis.call('HGET', lists, 'rebuild') ~= ARGV[1] then return 0 end
redis.call('HSET', lists, 'complete', ARGV[1])
if complete(KEYS[6]) and complete(KEYS[7]) and complete(KEYS[8]) then return 1 end
redis.call('HDEL', lists, 'complete')
return 0
