-- 1 when the part is complete. Renews the TTL of its keys, too. ARGV: TTL in seconds.
for i = 1, 8 do redis.call('EXPIRE', KEYS[i], ARGV[1]) end
return complete(KEYS[6]) and complete(KEYS[7]) and complete(KEYS[8]) and 1 or 0
