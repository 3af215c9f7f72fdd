-- Begins the rebuild of a part: takes the lock KEYS[9], deletes the part and marks every key. 0 when another process
-- holds the lock. ARGV: id of the rebuild, lease in milliseconds, TTL in seconds.
if not redis.call('SET', KEYS[9], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
for i = 1, 8 do redis.call('UNLINK', KEYS[i]) end
redis.call('HSET', KEYS[1], 'rebuild', ARGV[1])
for i = 2, 4 do redis.call('HSET', KEYS[i], '', '') end
for i = 5, 8 do redis.call('ZADD', KEYS[i], 0, '') end
for i = 1, 8 do redis.call('EXPIRE', KEYS[i], ARGV[3]) end
return 1
