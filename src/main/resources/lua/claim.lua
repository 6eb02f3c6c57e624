-- Takes the first entries from the ready queue and moves the virtual time on to the last of them. Tenants whose last
-- tag the time has passed are forgotten: they would begin at the virtual time anyway.
--
-- KEYS  ready, tags, time (see enqueue.lua)
-- ARGV  how many at most
-- Returns the entries.
local popped = redis.call('ZPOPMIN', KEYS[1], ARGV[1])
local entries = {}
for i = 1, #popped, 2 do
    entries[#entries + 1] = popped[i]
end
if #entries > 0 then
    local now = popped[#popped]
    redis.call('SET', KEYS[3], now)
    redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
end
return entries
