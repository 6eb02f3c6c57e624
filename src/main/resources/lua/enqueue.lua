-- Adds entries to the ready queue in a fair order: self-clocked fair queueing (Golestani, INFOCOM 1994). Each entry gets
-- the tag max(virtual time, its tenant's last tag) + 1 / weight, and entries are served in the order of their tags, so a
-- tenant's entries wait for its own earlier ones only. An entry that is in the queue already keeps its tag. Weight 0 marks
-- an entry whose job was interrupted while it ran: its tag is the virtual time, and its tenant's last tag does not change.
--
-- KEYS  ready (sorted set: entry -> tag), tags (sorted set: tenant -> its last tag), time (string: the virtual time)
-- ARGV  entry, tenant, weight; and so on for each
-- At most 4,000 tenants, since Lua unpacks 8,000 values; callers send up to 512 entries.
-- Returns the number of added entries.
local now = tonumber(redis.call('GET', KEYS[3]) or '0')
local added = 0
local last = {} -- the new last tags of tenants
for i = 1, #ARGV, 3 do
    local entry, tenant, weight = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
    if weight == 0 then
        added = added + redis.call('ZADD', KEYS[1], 'NX', string.format('%.17g', now), entry)
    else
        local before = tonumber(last[tenant] or redis.call('ZSCORE', KEYS[2], tenant) or '0')
        local tag = string.format('%.17g', math.max(now, before) + 1 / weight)
        if redis.call('ZADD', KEYS[1], 'NX', tag, entry) == 1 then
            last[tenant] = tag
            added = added + 1
        end
    end
end
local tags = {}
for tenant, tag in pairs(last) do
    tags[#tags + 1] = tag
    tags[#tags + 1] = tenant
end
if #tags > 0 then
    redis.call('ZADD', KEYS[2], unpack(tags))
end
return added
