-- Takes the first entries from the ready queue and advances the virtual time to the tag of the last one. Deletes the tags of
-- tenants that are not above the virtual time: their next entry starts at the virtual time anyway. Entries are kept as
-- taken, with their tags, until settle.lua or giveback.lua; recover.lua puts back those of lost workers.
--
-- KEYS  ready, tags, time (see enqueue.lua), taken (sorted set: entry -> time of the claim in ms), turns (hash:
--       entry -> its tag)
-- ARGV  the largest number of entries
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
