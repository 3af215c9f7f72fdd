package stockledger.query.event;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import stockledger.query.event.EventPage.Item;
import stockledger.query.event.EventSearch.Found;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.web.ApiContract;
import stockledger.web.security.Caller;

@RestController
class EventController {

    static final String ADDRESS = "/v1/admin/events";

    private static final String FORWARDS = "next";
    private static final String BACKWARDS = "previous";
    private static final String ASCENDING = "asc";
    private static final String DESCENDING = "desc";

    private final EventSearch search;
    private final EventExport export;
    private final EventTracer tracer;

    EventController(EventSearch search, EventExport export, EventTracer tracer) {
        this.search = search;
        this.export = export;
        this.tracer = tracer;
    }

    @ApiContract(
            id = "searchEvents",
            summary = "Events by what they are about, newest first; as NDJSON or CSV all of them, as JSON a page.",
            answer = EventPage.class,
            parameters = {
                "sku",
                "reservation",
                "reference",
                "actor",
                "correlationId",
                "type",
                "stream",
                "from",
                "to",
                "order",
                "limit",
                "cursor"
            },
            problems = "503 too-many-exports")
    @GetMapping(
            path = ADDRESS,
            produces = {MediaType.APPLICATION_JSON_VALUE, EventExport.NDJSON, EventExport.CSV})
    @Nullable
    ResponseEntity<EventPage> events(Parameters parameters, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        parameters.only(names("from", "to", "order", "limit", "cursor"));
        Masking masking = Masking.of(Caller.of(request));
        EventFilter filter = EventFilter.of(parameters, masking);
        boolean descending = isDescending(parameters);
        EventExport.Format format = EventExport.Format.of(request);
        if (format != null && request.getMethod().equals(HttpMethod.HEAD.name())) {
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.noStore())
                    .contentType(format.mediaType())
                    .build();
        }
        if (format != null) {
            export.write(filter, descending, masking, format, response);
            return null;
        }
        EventPage page = page(filter, descending, masking, parameters.limit(), parameters.text("cursor"));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(page);
    }

    @ApiContract(
            id = "getEvent",
            summary =
                    "An event with its request, command, events of the same request, changed documents and the state before"
                            + " and after it.",
            problems = {"404 event-not-found", "503 busy"})
    @GetMapping(path = ADDRESS + "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<EventDetails> event(@PathVariable String id, Parameters parameters, HttpServletRequest request) {
        parameters.only();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(tracer.trace(id, Masking.of(Caller.of(request))));
    }

    /** The names of the parameters of a filter, and these. */
    static String[] names(String... others) {
        List<String> names = new ArrayList<>(List.of(others));
        EventKey.PARAMETERS.forEach(key -> names.add(key.parameter()));
        return names.toArray(String[]::new);
    }

    private static boolean isDescending(Parameters parameters) {
        String order = parameters.text("order");
        if (order != null && !order.equals(ASCENDING) && !order.equals(DESCENDING)) {
            throw QueryProblemException.invalid("order", "Must be asc or desc.");
        }
        return !ASCENDING.equals(order);
    }

    private EventPage page(
            EventFilter filter, boolean descending, Masking masking, int limit, @Nullable String cursor) {
        String list = "events " + (descending ? DESCENDING : ASCENDING);
        List<String> parts = cursor == null ? List.of(FORWARDS) : Cursor.read(list, 2, cursor);
        boolean forwards = parts.get(0).equals(FORWARDS);
        String after = cursor == null ? null : parts.get(1);
        if (after != null
                && (!EventId.isOne(after) || !forwards && !parts.get(0).equals(BACKWARDS))) {
            throw Cursor.invalid();
        }
        Found found = search.find(filter, after, descending == forwards, limit);
        if (found.entries().isEmpty()) {
            return new EventPage(List.of(), null, null);
        }
        Found page = forwards ? found : found.reversed();
        boolean hasNext = !forwards || found.hasMore();
        boolean hasPrevious = forwards ? after != null : found.hasMore();
        List<Item> items =
                search.read(page.entries()).stream().map(masking::apply).toList();
        return new EventPage(
                items,
                hasNext ? Cursor.of(list, FORWARDS, page.last()) : null,
                hasPrevious ? Cursor.of(list, BACKWARDS, page.first()) : null);
    }
}
