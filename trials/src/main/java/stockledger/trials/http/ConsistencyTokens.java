package stockledger.trials.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the shop has seen acknowledged, by SKU or reservation. A token is dropped once a command on the same thing was
 * sent after it and acknowledged, since that one is later; so at most as many stay as commands were in flight.
 */
public final class ConsistencyTokens {

    /** Longest header sent, in characters: servers commonly take 8,192 for all headers together. */
    private static final int LONGEST_HEADER = 6_000;

    private record Held(String token, long answeredNanos) {}

    private final Map<String, List<Held>> held = new ConcurrentHashMap<>();

    /** Remembers the answer's token, if it has one, for each of the things that its command touched. */
    public void keep(Collection<String> touched, Answer answer) {
        String token = answer.consistencyToken();
        if (token == null) {
            return;
        }
        Held latest = new Held(token, answer.answeredNanos());
        for (String thing : touched) {
            held.compute(thing, (key, before) -> {
                List<Held> after = new ArrayList<>();
                if (before != null) {
                    before.stream()
                            .filter(old -> old.answeredNanos - answer.sentNanos() > 0)
                            .forEach(after::add);
                }
                after.add(latest);
                return after;
            });
        }
    }

    /** Headers that together say all that was acknowledged; mostly one, more when one would be too long. */
    public List<String> headersFor(String thing) {
        List<String> headers = new ArrayList<>();
        StringBuilder header = new StringBuilder();
        for (Held one : held.getOrDefault(thing, List.of())) {
            if (!header.isEmpty() && header.length() + one.token.length() >= LONGEST_HEADER) {
                headers.add(header.toString());
                header.setLength(0);
            }
            header.append(header.isEmpty() ? "" : ",").append(one.token);
        }
        if (!header.isEmpty()) {
            headers.add(header.toString());
        }
        return headers;
    }
}
