-- Ends the taking of entries: the database has leased them, or does not want them leased.
--
-- KEYS  ready, tags, time, taken, turns (see claim.lua)
-- ARGV  entries
-- Returns how many there were.
for i = 1, #ARGV do
    redis.call('ZREM', KEYS[4], ARGV[i])
    redis.call('HDEL', KEYS[5], ARGV[i])
end
return #ARGV
