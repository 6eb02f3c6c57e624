-- Deletes taken entries, after the database has leased their jobs or rejected the entries as stale.
--
-- KEYS  ready, tags, time, taken, turns (see claim.lua)
-- ARGV  entries
-- Returns the number of given entries.
for i = 1, #ARGV do
    redis.call('ZREM', KEYS[4], ARGV[i])
    redis.call('HDEL', KEYS[5], ARGV[i])
end
return #ARGV
