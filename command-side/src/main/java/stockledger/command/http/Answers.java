package stockledger.command.http;

import java.net.URI;
import org.springframework.http.ResponseEntity;
import stockledger.events.ConsistencyToken;

/** The answers that commands give: a body, where to find it, and a token for reading what was just done. */
public final class Answers {

    /** Carries a {@link ConsistencyToken} in its encoded form, on commands' answers and on queries. */
    public static final String CONSISTENCY_TOKEN = "Consistency-Token";

    /** On an answer that was given before, to the same request. */
    public static final String REPLAYED = "Idempotent-Replayed";

    private Answers() {}

    /** 201 with the address of what came to be. */
    public static <T> ResponseEntity<T> created(String location, T body, ConsistencyToken token) {
        return ResponseEntity.created(URI.create(location))
                .header(CONSISTENCY_TOKEN, token.encoded())
                .body(body);
    }

    /** 200. */
    public static <T> ResponseEntity<T> done(T body, ConsistencyToken token) {
        return ResponseEntity.ok().header(CONSISTENCY_TOKEN, token.encoded()).body(body);
    }

    /** The same answer with a token for reading what it is about. */
    static <T> ResponseEntity<T> told(ResponseEntity<T> answer, ConsistencyToken token) {
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .header(CONSISTENCY_TOKEN, token.encoded())
                .body(answer.getBody());
    }

    /** The version of one stream, as an entity tag: {@code p3} for a product, {@code s17} for its stock, {@code r2} for a reservation. */
    public static <T> ResponseEntity<T> tagged(ResponseEntity<T> answer, String kind, long version) {
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .eTag("\"" + kind + version + "\"")
                .body(answer.getBody());
    }
}
