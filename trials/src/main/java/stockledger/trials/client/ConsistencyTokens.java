package stockledger.trials.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Consistency tokens of acknowledged commands, by SKU or reservation. A token is dropped once a command on the same
 * subject was sent after it and acknowledged: that token is later. So at most as many remain as commands were in flight.
 */
public final class ConsistencyTokens {

    /** In characters: servers commonly take 8,192 for all headers. */
    private static final int MAX_HEADER_LENGTH = 6_000;

    private record Token(String value, long receivedNanos) {}

    private final Map<String, List<Token>> tokens = new ConcurrentHashMap<>();

    /** Records the response's token, if it has one, for each subject of its command. */
    public void record(Collection<String> subjects, Response response) {
        String value = response.consistencyToken();
        if (value == null) {
            return;
        }
        Token latest = new Token(value, response.receivedNanos());
        for (String subject : subjects) {
            tokens.compute(subject, (key, before) -> {
                List<Token> after = new ArrayList<>();
                if (before != null) {
                    before.stream()
                            .filter(token -> token.receivedNanos - response.sentNanos() > 0)
                            .forEach(after::add);
                }
                after.add(latest);
                return after;
            });
        }
    }

    /** Headers with all tokens of a subject; several where one would be too long. */
    public List<String> headersFor(String subject) {
        List<String> headers = new ArrayList<>();
        StringBuilder header = new StringBuilder();
        for (Token token : tokens.getOrDefault(subject, List.of())) {
            if (!header.isEmpty() && header.length() + token.value.length() >= MAX_HEADER_LENGTH) {
                headers.add(header.toString());
                header.setLength(0);
            }
            header.append(header.isEmpty() ? "" : ",").append(token.value);
        }
        if (!header.isEmpty()) {
            headers.add(header.toString());
        }
        return headers;
    }
}
