-- Extends the lease of a rebuild. 0 when another rebuild has deleted the part since. ARGV: id of the rebuild, lease in
-- milliseconds.
if redis.call('GET', KEYS[9]) == ARGV[1] then redis.call('PEXPIRE', KEYS[9], ARGV[2]) end
return redis.call('HGET', KEYS[1], 'rebuild') == ARGV[1] and 1 or 0
