-- Puts back entries that were taken long ago and neither settled nor given back: their worker was lost.
--
-- KEYS  ready, tags, time, taken, turns (see claim.lua)
-- ARGV  the smallest age in milliseconds, the largest number of entries
-- Returns the number of entries put back.
local clock = redis.call('TIME')
local oldest = clock[1] * 1000 + math.floor(clock[2] / 1000) - ARGV[1]
local back = 0
for _, entry in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', oldest, 'LIMIT', 0, ARGV[2])) do
    local turn = redis.call('HGET', KEYS[5], entry) or redis.call('GET', KEYS[3]) or '0'
    back = back + redis.call('ZADD', KEYS[1], 'NX', turn, entry)
    redis.call('HDEL', KEYS[5], entry)
    redis.call('ZREM', KEYS[4], entry)
end
return back
