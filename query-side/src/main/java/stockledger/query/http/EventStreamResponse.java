package stockledger.query.http;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Status and headers of a response that is a stream of server-sent events. */
public final class EventStreamResponse {

    private EventStreamResponse() {}

    /** No cache keeps the stream, and no proxy buffers its events. */
    public static ResponseEntity.BodyBuilder head() {
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Accel-Buffering", "no");
    }
}
