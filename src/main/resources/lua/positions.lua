-- How many entries of the ready queue are served before each of these.
--
-- KEYS  ready, and the others of enqueue.lua, which are not used
-- ARGV  entries
-- Returns a number for each, -1 where it is not in the queue.
local before = {}
for i = 1, #ARGV do
    before[i] = redis.call('ZRANK', KEYS[1], ARGV[i]) or -1
end
return before
