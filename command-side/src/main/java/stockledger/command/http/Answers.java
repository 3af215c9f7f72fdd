package stockledger.command.http;

import java.net.URI;
import org.springframework.http.ResponseEntity;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.RequestContext;
import stockledger.events.ConsistencyToken;
import stockledger.web.StockledgerHeaders;

/** The responses of commands: a body, its location, and a token for reading the write. */
public final class Answers {

    /** Carries an encoded {@link ConsistencyToken}. */
    public static final String CONSISTENCY_TOKEN = StockledgerHeaders.CONSISTENCY_TOKEN;

    /** Marks the response of an earlier request with the same idempotency key, or the same reservation id. */
    public static final String REPLAYED = "Idempotent-Replayed";

    private Answers() {}

    /** 201 with the address of the new resource. */
    public static <T> ResponseEntity<T> created(String location, T body, ConsistencyToken token) {
        return answer(ResponseEntity.created(URI.create(location)), body, token);
    }

    /** 200. */
    public static <T> ResponseEntity<T> done(T body, ConsistencyToken token) {
        return answer(ResponseEntity.ok(), body, token);
    }

    private static <T> ResponseEntity<T> answer(ResponseEntity.BodyBuilder answer, T body, ConsistencyToken token) {
        answer.header(CONSISTENCY_TOKEN, token.encoded());
        IdempotencyKey key = RequestContext.currentKey();
        if (key != null && key.replayed()) {
            answer.header(REPLAYED, "true");
        }
        return answer.body(body);
    }

    /** The same response, marked as the first answer given again. */
    public static <T> ResponseEntity<T> replayed(ResponseEntity<T> answer) {
        return ResponseEntity.status(answer.getStatusCode())
                .headers(headers -> {
                    headers.putAll(answer.getHeaders());
                    headers.set(REPLAYED, "true");
                })
                .body(answer.getBody());
    }

    /** The same response with a token. */
    static <T> ResponseEntity<T> withToken(ResponseEntity<T> answer, ConsistencyToken token) {
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
