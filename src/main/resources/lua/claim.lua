-- Takes the first entries from the ready queue and moves the virtual time on to the last of them. Tenants whose last
-- tag the time has passed are forgotten: they would begin at the virtual time anyway. Until the caller says what has
-- become of the entries they are kept as taken, with their tags, so that none is lost with the caller.
--
-- KEYS  ready, tags, time (see enqueue.lua), taken (sorted set: entry -> when, in milliseconds), turns (hash: entry -> its tag)
-- ARGV  how many at most
-- Returns the entries.
local popped = redis.call('ZPOPMIN', KEYS[1], ARGV[1])
local entries = {}
if #popped > 0 then
    local clock = redis.call('TIME')
    local millis = clock[1] * 1000 + math.floor(clock[2] / 1000)
    for i = 1, #popped, 2 do
        entries[#entries + 1] = popped[i]
        redis.call('ZADD', KEYS[4], millis, popped[i])
        redis.call('HSET', KEYS[5], popped[i], popped[i + 1])
    end
    local now = popped[#popped]
    redis.call('SET', KEYS[3], now)
    redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
end
return entries
