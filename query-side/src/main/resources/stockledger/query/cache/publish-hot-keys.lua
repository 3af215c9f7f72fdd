-- Adds the hottest keys of one process to the ranking of all: the weights of earlier publications decay, each key gains a
-- weight from 1 for the first down to almost 0 for the last, and only the first keys of the ranking are kept.
-- ARGV: decay factor, maximum number of keys, TTL in seconds; then the keys, hottest first.
redis.call('ZUNIONSTORE', KEYS[1], 1, KEYS[1], 'WEIGHTS', ARGV[1])
local count = #ARGV - 3
for i = 1, count do redis.call('ZINCRBY', KEYS[1], (count - i + 1) / count, ARGV[3 + i]) end
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[2]) - 1)
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
