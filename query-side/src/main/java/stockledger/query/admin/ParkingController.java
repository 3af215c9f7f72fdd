package stockledger.query.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.operator.OperatorEvent.EventDiscarded;
import stockledger.events.operator.OperatorEvent.ParkedKeysRetried;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.operator.OperatorActions;
import stockledger.query.operator.OperatorRequest;
import stockledger.query.operator.OperatorRequests;
import stockledger.query.projection.ParkedKey;
import stockledger.query.projection.ParkedKeys.Filter;
import stockledger.query.projection.ParkedKeys.Group;
import stockledger.query.projection.ParkingAdmin;
import stockledger.query.projection.ParkingAdmin.Retried;
import stockledger.query.projection.ParkingAdmin.StoredEvent;
import stockledger.query.projection.ParkingAdmin.WaitingEvent;
import stockledger.web.ApiContract;

/** Parked keys: lists them, shows one with its event, retries them, and discards events. */
@RestController
@RequestMapping(path = "/v1/admin/parked", produces = MediaType.APPLICATION_JSON_VALUE)
class ParkingController {

    private static final String LIST = "parked";
    private static final int MAX_NAMED_KEYS = 200;

    private final ParkingAdmin parking;
    private final OperatorRequests requests;
    private final OperatorActions actions;

    ParkingController(ParkingAdmin parking, OperatorRequests requests, OperatorActions actions) {
        this.parking = parking;
        this.requests = requests;
        this.actions = actions;
    }

    /**
     * A page of parked keys.
     *
     * @param groups counts of all selected keys by cause, not only of this page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ParkedAnswer(
            List<ParkedKey> items,
            List<Group> groups,
            @Nullable String nextCursor) {}

    /**
     * One parked key.
     *
     * @param entries one for each epoch of the projection
     * @param event that cannot be processed; null when the event store no longer has it
     * @param waiting the first events behind it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record KeyAnswer(List<ParkedKey> entries, @Nullable StoredEvent event, List<WaitingEvent> waiting) {}

    /** @param key beginning of the keys, as in the list */
    record RetryRequest(
            @Nullable String projection,
            @Nullable String type,
            @Nullable String cause,
            @Nullable String key,
            @Size(min = 1, max = MAX_NAMED_KEYS) @Nullable List<@Nullable String> keys,

            @Nullable Boolean dryRun,

            @NotNull @Size(min = 1, max = OperatorRequests.MAX_REASON) @Nullable
            String reason)
            implements OperatorRequest {}

    /** @param sequence of the event, so that no other one is discarded */
    record DiscardRequest(
            @NotNull @Nullable Long sequence,

            @NotNull @Size(min = 1, max = OperatorRequests.MAX_REASON) @Nullable
            String reason)
            implements OperatorRequest {}

    /**
     * The results of a retry.
     *
     * @param actionId of the recorded action; null for a dry run, and when nothing was selected
     * @param items the keys that were tried
     * @param left keys that were selected and not tried, since they are too many for one request
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RetriedAnswer(@Nullable String actionId, boolean dryRun, List<Retried> items, int left) {}

    @ApiContract(
            id = "listParkedKeys",
            summary = "The keys whose next event cannot be processed, and how many there are of each cause.",
            answer = ParkedAnswer.class,
            parameters = {"projection", "type", "cause", "key", "limit", "cursor"})
    @GetMapping
    ParkedAnswer all(Parameters parameters) {
        parameters.only("projection", "type", "cause", "key", "limit", "cursor");
        Filter filter = new Filter(
                parameters.text("projection"),
                parameters.text("type"),
                parameters.text("cause"),
                parameters.text("key"));
        String cursor = parameters.text("cursor");
        ParkingAdmin.Page page = parking.page(
                filter, cursor == null ? "" : Cursor.read(LIST, 1, cursor).get(0), parameters.limit());
        String last = page.last();
        return new ParkedAnswer(page.items(), page.groups(), last == null ? null : Cursor.of(LIST, last));
    }

    @ApiContract(
            id = "getParkedKey",
            summary = "A parked key: the event that cannot be processed, as stored and as read, and what waits for it.",
            answer = KeyAnswer.class,
            problems = "404 parked-key-not-found")
    @GetMapping("/{projection}/{key}")
    KeyAnswer one(@PathVariable String projection, @PathVariable String key, Parameters parameters) {
        parameters.only();
        List<ParkedKey> entries = entries(projection, key);
        ParkedKey first = entries.get(0);
        return new KeyAnswer(entries, parking.event(first), parking.waiting(first));
    }

    @ApiContract(
            id = "retryParkedKeys",
            summary =
                    "Folds parked keys again: all, those of a projection, type, cause or beginning, or some. A dry run writes"
                            + " nothing.",
            answer = RetriedAnswer.class,
            body = RetryRequest.class,
            problems = "404 projection-not-found")
    @PostMapping(path = "/retry", consumes = MediaType.APPLICATION_JSON_VALUE)
    RetriedAnswer retry(Parameters parameters, InputStream body) {
        parameters.only();
        RetryRequest request = requests.read(body, RetryRequest.class);
        if (request.projection() != null && !parking.hasProjection(request.projection())) {
            throw QueryProblemException.notFound("projection-not-found", "Unknown projection.");
        }
        boolean dryRun = Boolean.TRUE.equals(request.dryRun());
        Filter filter = new Filter(request.projection(), request.type(), request.cause(), request.key());
        List<ParkedKey> selected = parking.select(filter, keys(request));
        String action = dryRun || selected.isEmpty()
                ? null
                : actions.record(new ParkedKeysRetried(
                        request.projection(),
                        selected.stream().map(ParkedKey::key).toList(),
                        OperatorRequests.reasonOf(request)));
        List<Retried> retried = parking.retry(selected, dryRun);
        return new RetriedAnswer(action, dryRun, retried, selected.size() - retried.size());
    }

    private static @Nullable List<String> keys(RetryRequest request) {
        List<@Nullable String> keys = request.keys();
        if (keys == null) {
            return null;
        }
        if (keys.isEmpty() || keys.size() > MAX_NAMED_KEYS || keys.contains(null)) {
            throw QueryProblemException.invalidMember(
                    "validation-failed", "keys", "Must have 1 to " + MAX_NAMED_KEYS + " keys.");
        }
        return keys.stream().map(String::valueOf).toList();
    }

    @ApiContract(
            id = "discardParkedEvent",
            summary =
                    "Discards the event at which a key is parked: the projection folds it without effect in all epochs, and"
                            + " the events behind it.",
            answer = RetriedAnswer.class,
            body = DiscardRequest.class,
            problems = {"404 parked-key-not-found", "409 parked-event-changed"})
    @PostMapping(path = "/{projection}/{key}/discard", consumes = MediaType.APPLICATION_JSON_VALUE)
    RetriedAnswer discard(
            @PathVariable String projection, @PathVariable String key, Parameters parameters, InputStream body) {
        parameters.only();
        DiscardRequest request = requests.read(body, DiscardRequest.class);
        Long sequence = request.sequence();
        if (sequence == null) {
            throw QueryProblemException.invalidMember("validation-failed", "sequence", "Must not be null.");
        }
        List<ParkedKey> entries = entries(projection, key);
        ParkedKey chosen = entries.stream()
                .filter(entry -> entry.sequence() == sequence)
                .findFirst()
                .orElseThrow(() -> QueryProblemException.conflict(
                        "parked-event-changed", "The key is not parked at the event with this sequence number."));
        String reason = OperatorRequests.reasonOf(request);
        String action = actions.record(new EventDiscarded(projection, chosen.stream(), chosen.sequence(), reason));
        List<ParkedKey> same = entries.stream()
                .filter(entry -> entry.eventId().equals(chosen.eventId()))
                .toList();
        return new RetriedAnswer(action, false, parking.discard(same, reason), 0);
    }

    private List<ParkedKey> entries(String projection, String key) {
        List<ParkedKey> entries = parking.entries(projection, key);
        if (entries.isEmpty()) {
            throw QueryProblemException.notFound("parked-key-not-found", "No such key is parked.");
        }
        return entries;
    }
}
