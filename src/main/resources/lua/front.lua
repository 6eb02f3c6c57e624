-- Puts entries before all others of the ready queue, in the given order. An entry that is not in the queue is added.
--
-- KEYS  ready, tags, time (see enqueue.lua)
-- ARGV  entries
-- Returns the number of given entries.
local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
local now = tonumber(redis.call('GET', KEYS[3]) or '0')
local tag = math.min(now, tonumber(first[2] or now))
for i = #ARGV, 1, -1 do
    tag = tag - 1 / 1024
    redis.call('ZADD', KEYS[1], string.format('%.17g', tag), ARGV[i])
end
return #ARGV
