-- Puts taken entries back with their old tags. An entry that was enqueued again meanwhile keeps its new tag.
--
-- KEYS  ready, tags, time, taken, turns (see claim.lua)
-- ARGV  entries
-- Returns the number of entries put back.
local back = 0
for i = 1, #ARGV do
    local turn = redis.call('HGET', KEYS[5], ARGV[i])
    if turn then
        back = back + redis.call('ZADD', KEYS[1], 'NX', turn, ARGV[i])
        redis.call('HDEL', KEYS[5], ARGV[i])
        redis.call('ZREM', KEYS[4], ARGV[i])
    end
end
return back
