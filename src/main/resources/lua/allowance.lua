-- Counts the requests of a user in a sliding window and gives a node an allowance: requests that it may admit without another
-- call, which count as used from now on. The hash has a field per second, which counts until a whole window after the end
-- of its second, so at most the limit is given in any window. Requests beyond the limit (a batch) count in later windows.
--
-- KEYS  the hash of the user: second -> requests counted in it
-- ARGV  limit, window in seconds, requests that wait for this reply, admitted requests that are to be counted (debt)
-- Returns the allowance, the rest of the limit beyond it, and a time in milliseconds: until the next allowance if this one is
-- 0, else until the rest grows.
local limit = tonumber(ARGV[1])
local window = tonumber(ARGV[2])
local waiting = tonumber(ARGV[3])
local debt = tonumber(ARGV[4])

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local current = math.floor(now / 1000) + 1

local counts = {}
local seconds = {}
local used = 0
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
    local second = tonumber(fields[i])
    if (second + window) * 1000 <= now then
        redis.call('HDEL', KEYS[1], fields[i])
    else
        counts[second] = tonumber(fields[i + 1])
        seconds[#seconds + 1] = second
        used = used + counts[second]
    end
end

local function add(second, requests)
    if not counts[second] then
        counts[second] = 0
        seconds[#seconds + 1] = second
    end
    counts[second] = counts[second] + requests
    used = used + requests
    redis.call('HINCRBY', KEYS[1], second, requests)
end

if debt > 0 then
    local second = current
    for _, other in ipairs(seconds) do
        second = math.max(second, other)
    end
    local room = limit - (second > current and counts[second] or used)
    while debt > 0 do
        local share = math.min(debt, math.max(room, 0))
        if share > 0 then
            add(second, share)
            debt = debt - share
        end
        second = second + window
        room = limit
    end
end

local allowance = 0
if used < limit then
    local left = limit - used
    allowance = math.min(left, math.max(math.floor(left / 10), waiting, 1))
    add(current, allowance)
end

table.sort(seconds)
if #seconds > 0 then
    redis.call('EXPIRE', KEYS[1], seconds[#seconds] - current + window + 1)
end
local freed = 0
for _, second in ipairs(seconds) do
    freed = freed + counts[second]
    if allowance > 0 or used - freed < limit then
        return { allowance, math.max(limit - used, 0), (second + window) * 1000 - now }
    end
end
return { allowance, math.max(limit - used, 0), window * 1000 }
