-- Adds entries to the ready queue in a fair order: self-clocked fair queueing (Golestani, INFOCOM 1994). Each entry gets
-- the tag max(virtual time, its tenant's last tag) + 1 / weight, and entries are served in the order of their tags, so a
-- tenant's entries wait for its own earlier ones only. An entry that is in the queue already keeps its tag. Weight 0 marks
-- an entry whose job was interrupted while it ran: its tag is the virtual time, and its tenant's last tag does not change.
--
-- KEYS  ready (sorted set: entry -> tag), tags (sorted set: tenant -> its last tag), time (string: the virtual time)
-- ARGV  entry, tenant, weight; and so on for each
-- Returns the number of added entries.
local now = tonumber(redis.call('GET', KEYS[3]) or '0')
local added = 0
for i = 1, #ARGV, 3 do
    local weight = tonumber(ARGV[i + 2])
    if weight == 0 then
        added = added + redis.call('ZADD', KEYS[1], 'NX', string.format('%.17g', now), ARGV[i])
    else
        local last = tonumber(redis.call('ZSCORE', KEYS[2], ARGV[i + 1]) or '0')
        local tag = string.format('%.17g', math.max(now, last) + 1 / weight)
        if redis.call('ZADD', KEYS[1], 'NX', tag, ARGV[i]) == 1 then
            redis.call('ZADD', KEYS[2], tag, ARGV[i + 1])
            added = added + 1
        end
    end
end
return added
