-- Reads how many entries of the ready queue are served before each of the given ones.
--
-- KEYS  ready; the other keys are not used
-- ARGV  entries
-- Returns a number for each entry; -1 when it is not in the queue.
local before = {}
for i = 1, #ARGV do
    before[i] = redis.call('ZRANK', KEYS[1], ARGV[i]) or -1
end
return before
