-- Deletes a part.
for i = 1, 8 do redis.call('UNLINK', KEYS[i]) end
return 1
