package stockledger.query.event;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeTypeUtils;
import stockledger.query.event.EventPage.Item;
import stockledger.query.event.EventSearch.Found;
import stockledger.query.http.CsvCells;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.StoredJson;

/**
 * Writes all events of a filter as lines. A page is read when the caller has taken the one before, so that an export holds one
 * page in memory. Few run at the same time. One that takes too long ends with an incomplete response, which callers notice.
 */
@Component
final class EventExport {

    static final String NDJSON = "application/x-ndjson";
    static final String CSV = "text/csv";

    private static final int MAX_EXPORTS = 2;
    private static final int PAGE = 200;
    private static final Duration MAX_DURATION = Duration.ofMinutes(30);

    private static final List<String> COLUMNS = List.of(
            "time",
            "position",
            "eventId",
            "stream",
            "sequence",
            "type",
            "revision",
            "actor",
            "correlationId",
            "causationId",
            "payload");

    private final EventSearch search;
    private final Semaphore places = new Semaphore(MAX_EXPORTS);

    EventExport(EventSearch search) {
        this.search = search;
    }

    enum Format {
        LINES(NDJSON),
        TABLE(CSV + ";charset=UTF-8");

        private final String media;

        Format(String media) {
            this.media = media;
        }

        MediaType mediaType() {
            return MediaType.parseMediaType(media);
        }

        /** The format that a request prefers to JSON; null if none. */
        static @Nullable Format of(HttpServletRequest request) {
            String accept = request.getHeader(HttpHeaders.ACCEPT);
            if (accept == null) {
                return null;
            }
            try {
                List<MediaType> accepted = new ArrayList<>(MediaType.parseMediaTypes(accept));
                MimeTypeUtils.sortBySpecificity(accepted);
                for (MediaType type : accepted) {
                    if (type.includes(MediaType.APPLICATION_JSON)) {
                        return null;
                    }
                    for (Format format : values()) {
                        if (format.mediaType().isCompatibleWith(type)) {
                            return format;
                        }
                    }
                }
            } catch (InvalidMediaTypeException e) {
                return null;
            }
            return null;
        }
    }

    void write(EventFilter filter, boolean descending, Masking masking, Format format, HttpServletResponse response)
            throws IOException {
        if (!places.tryAcquire()) {
            throw QueryProblemException.unavailable(
                    "too-many-exports", "This process runs as many exports as it may: try again later.");
        }
        try {
            long end = System.nanoTime() + MAX_DURATION.toNanos();
            // Before the response begins: a problem is answered as one.
            Found found = search.find(filter, null, descending, PAGE);
            response.setContentType(format.media);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            OutputStream out = response.getOutputStream();
            if (format == Format.TABLE) {
                out.write(CsvCells.row(COLUMNS).getBytes(StandardCharsets.UTF_8));
            }
            while (!found.entries().isEmpty()) {
                for (Item item : search.read(found.entries())) {
                    out.write(line(masking.apply(item), format).getBytes(StandardCharsets.UTF_8));
                }
                out.flush();
                if (!found.hasMore()) {
                    return;
                }
                if (System.nanoTime() - end > 0) {
                    throw new IOException("an export takes longer than " + MAX_DURATION);
                }
                found = search.find(filter, found.last(), descending, PAGE);
            }
        } finally {
            places.release();
        }
    }

    private static String line(Item item, Format format) {
        if (format == Format.LINES) {
            return StoredJson.mapper().writeValueAsString(item) + "\n";
        }
        return CsvCells.row(Stream.of(
                        item.time(),
                        item.position(),
                        item.eventId(),
                        item.stream(),
                        item.sequence(),
                        item.type(),
                        Objects.toString(item.revision(), ""),
                        Objects.toString(item.actor(), ""),
                        Objects.toString(item.correlationId(), ""),
                        Objects.toString(item.causationId(), ""),
                        Objects.toString(item.payload(), ""))
                .map(Object::toString)
                .toList());
    }
}
