package stockledger.query.cache;

/**
 * What Redis does with aisles, each in one step. The keys are those of {@link ListIndexKeys}, of one part.
 *
 * <p>A member of an order is the number of the aisle, the side ({@code +} or {@code -}) and the place. A standing is a
 * revision, a line's end, and JSON that begins with the amount. An item is two versions, a line's end, and the body. A
 * count has the number of the aisle, a blank, and a mark; in {@code tops} the marks of one kind stand by their counts, the
 * greatest first. Texts are compared byte by byte: Lua's own comparison depends on where Redis runs.
 */
final class ListIndexScripts {

    /** Whether nothing that a script reads was lost since it was marked: Redis gives up whole keys. */
    private static final String WHOLE = """
            local lists, items, stands, counts, tops = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
            local function whole(order)
              return redis.call('HEXISTS', lists, 'full') == 1 and redis.call('HEXISTS', items, '') == 1
                and redis.call('HEXISTS', stands, '') == 1 and redis.call('HEXISTS', counts, '') == 1
                and redis.call('ZSCORE', tops, '') and redis.call('ZSCORE', order, '')
            end
            """;

    /** Puts what is newer. Arguments: seconds to keep, then for each its key, revision, standing and item. */
    static final RedisScript PUT = RedisScript.of("""
            local lists, items, stands, counts, tops = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
            local numbers, steps, gone, come = {}, {}, {{}, {}, {}}, {{}, {}, {}}
            local function numberOf(aisle)
              local number = numbers[aisle]
              if not number then
                number = redis.call('HGET', lists, 'l' .. aisle)
                if not number then
                  number = tostring(redis.call('HINCRBY', lists, 'drawn', 1))
                  redis.call('HSET', lists, 'l' .. aisle, number)
                end
                numbers[aisle] = number
              end
              return number
            end
            local function bump(field, step) steps[field] = (steps[field] or 0) + step end
            local function move(json, where, step)
              if json == '' then return end
              local stand = cjson.decode(json)
              for i, aisle in ipairs(stand.aisles) do
                local number = numberOf(aisle)
                local side = stand.side == 'FRONT' and '+' or '-'
                for order = 1, 3 do
                  table.insert(where[order], number .. side .. stand.places[order])
                end
                bump(number .. ' n', step)
                if string.sub(aisle, 1, 1) == 'c' then
                  for _, mark in ipairs(stand.marks) do bump(number .. ' ' .. mark, step) end
                  local within = stand.aisles[i + 1]
                  if within and string.sub(within, 1, 1) == 'c' then
                    bump(number .. ' k' .. string.sub(within, 2), step)
                  end
                end
              end
            end
            for i = 2, #ARGV, 4 do
              local held = redis.call('HGET', stands, ARGV[i]) or '-1\\n'
              local line = string.find(held, '\\n', 1, true)
              local stood = string.sub(held, line + 1)
              if tonumber(string.sub(held, 1, line - 1)) < tonumber(ARGV[i + 1]) then
                if stood ~= ARGV[i + 2] then
                  move(stood, gone, -1)
                  move(ARGV[i + 2], come, 1)
                end
                redis.call('HSET', stands, ARGV[i], ARGV[i + 1] .. '\\n' .. ARGV[i + 2])
                redis.call('HSET', items, ARGV[i], ARGV[i + 3])
              end
            end
            for order = 1, 3 do
              for i = 1, #gone[order], 1000 do
                redis.call('ZREM', KEYS[5 + order], unpack(gone[order], i, math.min(i + 999, #gone[order])))
              end
              for i = 1, #come[order], 1000 do
                local scored = {}
                for j = i, math.min(i + 999, #come[order]) do
                  table.insert(scored, 0)
                  table.insert(scored, come[order][j])
                end
                redis.call('ZADD', KEYS[5 + order], unpack(scored))
              end
            end
            for field, step in pairs(steps) do
              if step ~= 0 then
                local before = tonumber(redis.call('HGET', counts, field) or '0')
                local kind = string.find(field, ' ', 1, true) + 1
                local function top(count)
                  return string.sub(field, 1, kind) .. string.format('%010d', 9999999999 - count)
                    .. string.sub(field, kind + 1)
                end
                local ranked = string.sub(field, kind, kind) ~= 'n'
                if before > 0 and ranked then redis.call('ZREM', tops, top(before)) end
                if before + step > 0 then
                  redis.call('HSET', counts, field, before + step)
                  if ranked then redis.call('ZADD', tops, 0, top(before + step)) end
                else
                  redis.call('HDEL', counts, field)
                end
              end
            end
            for i = 1, 8 do redis.call('EXPIRE', KEYS[i], ARGV[1]) end
            return 1
            """);

    /**
     * Reads a page. Arguments: {@code up} or {@code down}; the sides; mark and text of the lower bound, of the upper one;
     * most items; most to look at; least and greatest amount, or nothing; then one aisle or two, each followed by how it
     * is written in a standing. Answers 0 when the part is not complete, 2 when it has looked at too many; else 1, and
     * place and item of each.
     */
    static final RedisScript WALK = RedisScript.of(WHOLE + """
            if not whole(KEYS[6]) then return {0} end
            local up, limit, most = ARGV[1] == 'up', tonumber(ARGV[7]), tonumber(ARGV[8])
            local byte = string.byte
            local function before(a, b, i)
              if a == b then return false end
              while true do
                local a1, a2, a3, a4, a5, a6, a7, a8 = byte(a, i, i + 7)
                local b1, b2, b3, b4, b5, b6, b7, b8 = byte(b, i, i + 7)
                if a1 ~= b1 then return (a1 or -1) < (b1 or -1) end
                if a2 ~= b2 then return (a2 or -1) < (b2 or -1) end
                if a3 ~= b3 then return (a3 or -1) < (b3 or -1) end
                if a4 ~= b4 then return (a4 or -1) < (b4 or -1) end
                if a5 ~= b5 then return (a5 or -1) < (b5 or -1) end
                if a6 ~= b6 then return (a6 or -1) < (b6 or -1) end
                if a7 ~= b7 then return (a7 or -1) < (b7 or -1) end
                if a8 ~= b8 then return (a8 or -1) < (b8 or -1) end
                i = i + 8
              end
            end
            local number, needle, shortest
            for i = 11, #ARGV, 2 do
              local one = redis.call('HGET', lists, 'l' .. ARGV[i])
              local length = one and tonumber(redis.call('HGET', counts, one .. ' n') or '0') or 0
              if length == 0 then return {1} end
              if not shortest or length < shortest then
                number, shortest, needle = one, length, #ARGV > 12 and ARGV[i == 11 and 14 or 12] or ''
              end
            end
            local narrowed = needle ~= '' or ARGV[9] ~= '' or ARGV[10] ~= ''
            local chunk = narrowed and 100 or limit
            local streams = {}
            for side in string.gmatch(ARGV[2], '.') do
              local head = number .. side
              table.insert(streams, {at = 1, found = {}, low = ARGV[3] .. head .. ARGV[4], high = ARGV[5] .. head .. ARGV[6]})
            end
            local skip = #number + 2
            local function peek(stream)
              if stream.at > #stream.found and not stream.dry then
                stream.found = up and redis.call('ZRANGEBYLEX', KEYS[6], stream.low, stream.high, 'LIMIT', 0, chunk)
                  or redis.call('ZREVRANGEBYLEX', KEYS[6], stream.high, stream.low, 'LIMIT', 0, chunk)
                stream.at, stream.dry = 1, #stream.found < chunk
                local last = stream.found[#stream.found]
                if last and up then stream.low = '(' .. last elseif last then stream.high = '(' .. last end
              end
              return stream.found[stream.at]
            end
            local function nextPlace()
              local best, member
              for _, stream in ipairs(streams) do
                local one = peek(stream)
                if one and (not member or up and before(one, member, skip) or not up and before(member, one, skip)) then
                  best, member = stream, one
                end
              end
              if best then best.at = best.at + 1 end
              return member and string.sub(member, skip)
            end
            local function fits(stand)
              local from = string.find(stand, '"amount":"', 1, true) + 10
              local amount = string.sub(stand, from, from + #(ARGV[9] ~= '' and ARGV[9] or ARGV[10]) - 1)
              return not (ARGV[9] ~= '' and before(amount, ARGV[9], 1) or ARGV[10] ~= '' and before(ARGV[10], amount, 1))
                and (needle == '' or string.find(stand, needle, 1, true))
            end
            local rows, looked = {1}, 0
            while #rows / 2 < limit do
              local places, keys = {}, {}
              local group = narrowed and math.min(100, most - looked) or limit - (#rows - 1) / 2
              while #places < group do
                local place = nextPlace()
                if not place then break end
                table.insert(places, place)
                table.insert(keys, string.match(place, '\\001([^\\001]*)$'))
              end
              if #places == 0 then
                return narrowed and looked >= most and {2} or rows
              end
              looked = looked + #places
              if narrowed then
                local standings, fitting, theirs = redis.call('HMGET', stands, unpack(keys)), {}, {}
                for i, stand in ipairs(standings) do
                  if not stand then return {0} end
                  if #fitting + (#rows - 1) / 2 < limit and fits(stand) then
                    table.insert(fitting, keys[i])
                    table.insert(theirs, places[i])
                  end
                end
                keys, places = fitting, theirs
              end
              if #keys > 0 then
                for i, item in ipairs(redis.call('HMGET', items, unpack(keys))) do
                  if not item then return {0} end
                  table.insert(rows, places[i])
                  table.insert(rows, string.sub(item, string.find(item, '\\n', 1, true) + 1))
                end
              end
            end
            return rows
            """);

    /** Reads how far keys are folded in: 0 when the part is not complete; else 1, and two versions of each, or nothing. */
    static final RedisScript SEEN = RedisScript.of(WHOLE + """
            if not whole(KEYS[6]) then return {0} end
            local seen = {1}
            for _, item in ipairs(redis.call('HMGET', items, unpack(ARGV))) do
              table.insert(seen, item and item ~= '' and string.sub(item, 1, string.find(item, '\\n', 1, true) - 1) or '-1 -1')
            end
            return seen
            """);

    /**
     * Reads what an aisle counts. Arguments: the aisle, then for each kind of mark its letter and how many at most.
     * Answers 0 when the part is not complete; else 1, how many stand in the aisle, and each mark with its count.
     */
    static final RedisScript COUNT = RedisScript.of(WHOLE + """
            if not whole(KEYS[6]) then return {0} end
            local number = redis.call('HGET', lists, 'l' .. ARGV[1])
            if not number then return {1, 0} end
            local told = {1, tonumber(redis.call('HGET', counts, number .. ' n') or '0')}
            for i = 2, #ARGV, 2 do
              local head = number .. ' ' .. ARGV[i]
              for _, top in ipairs(redis.call(
                  'ZRANGEBYLEX', tops, '[' .. head, '(' .. head .. '\\255', 'LIMIT', 0, ARGV[i + 1])) do
                table.insert(told, ARGV[i] .. string.sub(top, #head + 11))
                table.insert(told, 9999999999 - tonumber(string.sub(top, #head + 1, #head + 10)))
              end
            end
            return told
            """);

    /** Looks whether the part is complete, and keeps it for as long again. Argument: seconds to keep. */
    static final RedisScript LOOK = RedisScript.of(WHOLE + """
            for i = 1, 8 do redis.call('EXPIRE', KEYS[i], ARGV[1]) end
            return whole(KEYS[6]) and whole(KEYS[7]) and whole(KEYS[8]) and 1 or 0
            """);

    /** Wipes a part that nobody else fills, and marks each key. Arguments: who fills, milliseconds, seconds to keep. */
    static final RedisScript BEGIN = RedisScript.of("""
            if not redis.call('SET', KEYS[9], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
            for i = 1, 8 do redis.call('UNLINK', KEYS[i]) end
            redis.call('HSET', KEYS[1], 'filling', ARGV[1])
            for i = 2, 4 do redis.call('HSET', KEYS[i], '', '') end
            for i = 5, 8 do redis.call('ZADD', KEYS[i], 0, '') end
            for i = 1, 8 do redis.call('EXPIRE', KEYS[i], ARGV[3]) end
            return 1
            """);

    /** Says that a part is complete, if it was not wiped by another since, and has lost nothing. Argument: who fills. */
    static final RedisScript FINISH = RedisScript.of(WHOLE + """
            if redis.call('HGET', lists, 'filling') ~= ARGV[1] then return 0 end
            redis.call('HSET', lists, 'full', ARGV[1])
            if whole(KEYS[6]) and whole(KEYS[7]) and whole(KEYS[8]) then return 1 end
            redis.call('HDEL', lists, 'full')
            return 0
            """);

    /** Gives a sign that a part is still being filled; 0 when it was wiped since. Arguments: who fills, milliseconds. */
    static final RedisScript EXTEND = RedisScript.of("""
            if redis.call('GET', KEYS[9]) == ARGV[1] then redis.call('PEXPIRE', KEYS[9], ARGV[2]) end
            return redis.call('HGET', KEYS[1], 'filling') == ARGV[1] and 1 or 0
            """);

    /** Lets another begin to fill. Argument: who filled. */
    static final RedisScript RELEASE = RedisScript.of("""
            if redis.call('GET', KEYS[9]) == ARGV[1] then redis.call('UNLINK', KEYS[9]) end
            return 1
            """);

    /** Gives a part up. */
    static final RedisScript FORGET = RedisScript.of("for i = 1, 8 do redis.call('UNLINK', KEYS[i]) end return 1");

    private ListIndexScripts() {}
}
