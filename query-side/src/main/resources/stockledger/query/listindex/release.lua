-- Releases the lock of a rebuild, unless another one holds it. ARGV: id of the rebuild.
if redis.call('GET', KEYS[9]) == ARGV[1] then redis.call('UNLINK', KEYS[9]) end
return 1
