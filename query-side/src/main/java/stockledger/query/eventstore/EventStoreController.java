package stockledger.query.eventstore;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.EventStoreInspection.MissingPosition;
import stockledger.events.EventStoreInspection.OpenAppend;
import stockledger.events.operator.OperatorEvent.EventStoreAccepted;
import stockledger.events.operator.OperatorEvent.GlobalOrderAdvanced;
import stockledger.query.cache.CacheGenerationStore;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.operator.OperatorActions;
import stockledger.query.operator.OperatorRequest;
import stockledger.query.operator.OperatorRequests;
import stockledger.query.projection.EventStoreAdmin;
import stockledger.web.ApiContract;

@RestController
@RequestMapping(path = "/v1/admin/event-store", produces = MediaType.APPLICATION_JSON_VALUE)
class EventStoreController {

    private static final String GUARANTEE =
            "No event is skipped: readers wait for missing positions as before. A transaction that was"
                    + " ended is rolled back as a whole; the events of one that committed first are delivered.";

    private static final String NOT_APPLICABLE =
            "This event store assigns positions at the commit: its readers wait for no transaction.";

    private final EventStoreAdmin store;
    private final CacheGenerationStore generations;
    private final OperatorActions actions;
    private final OperatorRequests requests;

    EventStoreController(
            EventStoreAdmin store,
            CacheGenerationStore generations,
            OperatorActions actions,
            OperatorRequests requests) {
        this.store = store;
        this.generations = generations;
        this.actions = actions;
        this.requests = requests;
    }

    @ApiContract(
            id = "getEventStore",
            summary = "The event store: its first and last event, known events, and what its readers wait for.")
    @GetMapping
    EventStoreAdmin.EventStoreState state(Parameters parameters) {
        parameters.only();
        return store.state();
    }

    /**
     * The event store is accepted.
     *
     * @param actionId of the recorded action
     * @param head position of its last event
     */
    record AcceptAnswer(String actionId, long head) {}

    @ApiContract(
            id = "acceptEventStore",
            summary =
                    "Accepts an event store that is another one or has lost events: all read models are folded again.",
            body = OperatorRequests.Reason.class,
            problems = {"409 event-store-agrees", "409 restart-needed"})
    @PostMapping("/accept")
    AcceptAnswer accept(Parameters parameters, InputStream body) {
        parameters.only();
        OperatorRequests.Reason request = requests.read(body, OperatorRequests.Reason.class);
        if (!store.differs()) {
            throw QueryProblemException.conflict(
                    "event-store-agrees", "The read models were folded from this event store.");
        }
        if (!store.beginAcceptance()) {
            throw QueryProblemException.conflict(
                    "restart-needed",
                    "An event store was accepted a moment ago, or after this process had started: then it must be restarted.");
        }
        long head = store.head();
        String action = actions.record(new EventStoreAccepted(head, OperatorRequests.reasonOf(request)));
        generations.renew();
        store.accept();
        return new AcceptAnswer(action, head);
    }

    record AdvanceRequest(
            @Nullable Boolean dryRun,

            @NotNull @Size(min = 1, max = OperatorRequests.MAX_REASON) @Nullable
            String reason)
            implements OperatorRequest {

        boolean isDry() {
            return Boolean.TRUE.equals(dryRun);
        }
    }

    /**
     * What holds up the global order.
     *
     * @param actionId of the recorded action; null for a dry run, and when there is nothing to end
     * @param missing positions that readers wait for
     * @param openAppends transactions that were open, the oldest first
     * @param ended those that were ended; empty for a dry run
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AdvanceAnswer(
            boolean dryRun,
            @Nullable String actionId,
            List<MissingPosition> missing,
            List<OpenAppend> openAppends,
            List<OpenAppend> ended,
            String guarantee) {}

    @ApiContract(
            id = "advanceGlobalOrder",
            summary = "Ends the open transactions that hold the global order up, or lists them with dryRun.",
            body = AdvanceRequest.class)
    @PostMapping("/advance")
    AdvanceAnswer advance(Parameters parameters, InputStream body) {
        parameters.only();
        AdvanceRequest request = requests.read(body, AdvanceRequest.class);
        EventStoreAdmin.GlobalOrder order = store.order();
        String guarantee = order.applicable() ? GUARANTEE : NOT_APPLICABLE;
        if (request.isDry() || order.openAppends().isEmpty()) {
            return new AdvanceAnswer(request.isDry(), null, order.missing(), order.openAppends(), List.of(), guarantee);
        }
        String action = actions.record(new GlobalOrderAdvanced(store.head(), OperatorRequests.reasonOf(request)));
        return new AdvanceAnswer(
                false, action, order.missing(), order.openAppends(), store.end(order.openAppends()), guarantee);
    }
}
