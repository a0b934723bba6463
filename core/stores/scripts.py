"""What Redis does in one step, in Lua. Commands of Redis 7.0 alone.

An event in a list is its stage, one digit, followed by its packed form, which begins with the packed
id: a script finds out whether the first one is the event that is meant by comparing that beginning.
"""

# KEYS: session, preferences, visits. ARGV: milliseconds of a year, of a minute.
# Preferences are refreshed when they have lost a 365th of their time, not at each reading.
OPEN = """
local preferences = redis.call('GET', KEYS[2])
if preferences and redis.call('PTTL', KEYS[2]) < ARGV[1] * 364 / 365 then
  redis.call('PEXPIRE', KEYS[2], ARGV[1])
end
local visits = redis.call('INCR', KEYS[3])
if visits == 1 then redis.call('PEXPIRE', KEYS[3], ARGV[2]) end
return {redis.call('GET', KEYS[1]), preferences, visits}
"""

# A server that hung may find a command long after its sender has given up and gone another way. NOW lets a
# script refuse to run after a deadline in milliseconds of the server's clock.
NOW = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
"""

# KEYS: stream, waiting, then id and line of each event. ARGV: deadline, milliseconds to remember, group,
# consumer, how many conversations it would take, the events. Gives the time, how many events were new
# (nothing after the deadline), and the entries that the consumer now holds: who accepts and is idle need not
# ask a second time.
ACCEPT = (
    NOW
    + """
if now > tonumber(ARGV[1]) then return {now, false} end
local new, added = 0, false
for i = 6, #ARGV do
  local id, line = KEYS[2 * i - 9], KEYS[2 * i - 8]
  if redis.call('SET', id, '', 'NX', 'PX', ARGV[2]) then
    new = new + 1
    if redis.call('RPUSH', line, ARGV[i]) == 1 then
      redis.call('XADD', KEYS[1], '*', 'event', ARGV[i], 'line', line)
      added = true
    end
  end
end
if new > 0 then redis.call('INCRBY', KEYS[2], new) end
local held = {}
if added and ARGV[5] ~= '0' then
  local found = redis.pcall('XREADGROUP', 'GROUP', ARGV[3], ARGV[4], 'COUNT', ARGV[5], 'STREAMS', KEYS[1], '>')
  if found and not found.err then held = found[1][2] end
end
return {now, new, held}
"""
)

# KEYS: stream, line, id. ARGV: group, consumer, entry, beginning of the event, milliseconds to remember,
# stage. Where not even the id is known, Redis has lost its memory: the first to come may go on with
# the event, and is known again by its name.
ATTEMPT = """
local held = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1, ARGV[2])
if held.err or #held == 0 then
  if redis.call('SET', KEYS[3], ARGV[2], 'NX', 'PX', ARGV[5]) then return 1 end
  return redis.call('GET', KEYS[3]) == ARGV[2] and 1 or 0
end
local first = redis.call('LINDEX', KEYS[2], 0)
if not first or first:sub(2, 1 + #ARGV[4]) ~= ARGV[4] then return 0 end
redis.call('LSET', KEYS[2], 0, ARGV[6] .. first:sub(2))
redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3], 'JUSTID')
return 1
"""

# KEYS: stream, line, waiting. ARGV: group, consumer, entry, beginning of the event.
# Gives the conversation's next event, which is then held. Asked again after a lost answer, it gives the
# same: the event that is meant is no longer the first.
DONE = """
local held = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1, ARGV[2])
if held.err or #held == 0 then return false end
local first = redis.call('LINDEX', KEYS[2], 0)
if first and first:sub(2, 1 + #ARGV[4]) == ARGV[4] then
  redis.call('LPOP', KEYS[2])
  redis.call('DECR', KEYS[3])
  first = redis.call('LINDEX', KEYS[2], 0)
end
if first then
  redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3], 'JUSTID')
  return first
end
redis.call('XACK', KEYS[1], ARGV[1], ARGV[3])
redis.call('XDEL', KEYS[1], ARGV[3])
return false
"""

# KEYS: stream. ARGV: group, consumer, entries. Gives those that this consumer does not hold (any more).
REFRESH = """
local lost = {}
for i = 3, #ARGV do
  local held = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1, ARGV[2])
  if held.err or #held == 0 then
    lost[#lost + 1] = ARGV[i]
  else
    redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i], 'JUSTID')
  end
end
return lost
"""

# KEYS: stream. ARGV: deadline, group, consumer, milliseconds of idleness, where to go on searching.
# Takes over what nobody keeps fresh; removes consumers that hold nothing and were not seen for long.
# Gives the time, where to go on, and what was taken over (no more than the time after the deadline).
CLAIM = (
    NOW
    + """
if now > tonumber(ARGV[1]) then return {now} end
local found = redis.call('XAUTOCLAIM', KEYS[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], 'COUNT', 32)
local works = {}
for _, entry in ipairs(found[2]) do
  local first = redis.call('LINDEX', entry[2][4], 0)
  if first then
    works[#works + 1] = {entry[1], first}
  else
    redis.call('XACK', KEYS[1], ARGV[2], entry[1])
    redis.call('XDEL', KEYS[1], entry[1])
  end
end
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[2])) do
  if consumer[2] ~= ARGV[3] and consumer[4] == 0 and consumer[6] > 10 * ARGV[4] then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[2], consumer[2])
  end
end
return {now, found[1], works}
"""
)

# KEYS: stream. ARGV: group, consumer. What it holds becomes new entries; how many there were, 100 at most.
GIVE_BACK = """
local held = redis.pcall('XPENDING', KEYS[1], ARGV[1], '-', '+', 100, ARGV[2])
if held.err then return 0 end
for _, pending in ipairs(held) do
  local entry = redis.call('XRANGE', KEYS[1], pending[1], pending[1])[1]
  local line = entry and entry[2][4]
  local first = line and redis.call('LINDEX', line, 0)
  if first then redis.call('XADD', KEYS[1], '*', 'event', first, 'line', line) end
  redis.call('XACK', KEYS[1], ARGV[1], pending[1])
  redis.call('XDEL', KEYS[1], pending[1])
end
if #held == 0 then redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2]) end
return #held
"""
