-- KEYS: the lot, its standing offers, its bids. ARGV: bidder, ref, price.
local rules = redis.call('HMGET', KEYS[1], 'ceiling', 'min_decrement', 'closes_at')
local own = tonumber(redis.call('ZSCORE', KEYS[2], ARGV[1]) or '')
local price = tonumber(ARGV[3])
local now = tonumber(redis.call('TIME')[1])
local accepted = now < tonumber(rules[3]) and price > 0 and price <= tonumber(rules[1])
    and (not own or price <= own - tonumber(rules[2]))
local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
redis.call('XADD', KEYS[3], '0-' .. seq, 'bidder', ARGV[1], 'ref', ARGV[2], 'price', ARGV[3],
    'accepted', accepted and 1 or 0)
if accepted then
    redis.call('ZADD', KEYS[2], price, ARGV[1])
    own = price
end
local rank = own and redis.call('ZCOUNT', KEYS[2], '-inf', '(' .. string.format('%.0f', own)) + 1 or 0
return {accepted and 1 or 0, seq, rank}
