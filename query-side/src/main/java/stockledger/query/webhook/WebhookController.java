package stockledger.query.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.WebhookId;
import stockledger.events.store.lookup.StoredEvents;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.webhook.DeliveryLog.Attempt;
import stockledger.query.webhook.DeliveryProgress.Stored;
import stockledger.web.ApiContract;

@RestController
@RequestMapping(path = "/v1/webhooks", produces = MediaType.APPLICATION_JSON_VALUE)
class WebhookController {

    private static final String LIST = "webhooks";
    private static final String DELIVERIES = "deliveries";
    private static final String RESULT = "result";
    private static final String ID = "_id";
    private static final String FIRST_KEY = "";
    private static final String STREAM_PREFIX = new WebhookId("x").stream().replace("x", "");
    private static final Set<String> RESULTS = Set.of(Attempt.DELIVERED, Attempt.FAILED);

    private final ServedDocuments<WebhookView> documents;
    private final ConsistencyTokenWaiter waiter;
    private final DeliveryProgress progress;
    private final DeliveryLog log;
    private final DeliverySettings settings;
    private final StoredEvents events;

    WebhookController(
            WebhookProjector projector,
            ReadModels models,
            ConsistencyTokenWaiter waiter,
            DeliveryProgress progress,
            DeliveryLog log,
            DeliverySettings settings,
            StoredEvents events) {
        this.documents = models.of(projector);
        this.waiter = waiter;
        this.progress = progress;
        this.log = log;
        this.settings = settings;
        this.events = events;
    }

    /**
     * A webhook, and how far its deliveries are.
     *
     * @param skuPrefix absent for all SKUs
     * @param locationId absent for all locations
     * @param registeredBy the caller
     * @param pauseReason in the operator's words
     * @param failingSince absent unless deliveries fail
     * @param lastError of the last failed attempt
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WebhookItem(
            String id,
            String url,

            @Schema(description = "Stored names of the events, or families of them such as stock.*; none for all.")
            List<String> types,

            @Nullable String skuPrefix,
            @Nullable String locationId,
            @Nullable String description,
            Instant registeredAt,
            String registeredBy,

            @Schema(description = "The versions of the secrets that sign, the newest last.")
            List<SecretItem> secrets,

            @Schema(
                    description =
                            "failing: deliveries fail and are repeated. paused: nothing is delivered until it is resumed.",
                    allowableValues = {"active", "failing", "paused"})
            String state,

            @Schema(
                    description =
                            "Absent unless it is paused. failures: deliveries have failed too long. gone: the receiver has"
                                    + " answered 410. secretLost: the master key of its secret is lost.",
                    allowableValues = {"operator", "failures", "gone", "secretLost"})
            @Nullable
            String pauseCause,

            @Nullable String pauseReason,
            @Nullable Instant pausedSince,
            @Nullable Instant failingSince,

            @Schema(description = "When it is paused unless a delivery succeeds before; absent unless deliveries fail.")
            @Nullable
            Instant pausesAt,

            @Schema(description = "Number of delivered events.")
            long delivered,

            @Schema(description = "Number of failed attempts.")
            long failed,

            @Nullable Instant deliveredAt,
            @Nullable Instant failedAt,
            @Nullable String lastError,

            @Schema(
                    description =
                            "All events up to this global position are delivered; absent before the first delivery begins.")
            @Nullable
            Long position) {}

    /** @param until until when it signs; absent for the newest */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SecretItem(int version, @Nullable Instant until) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WebhooksAnswer(List<WebhookItem> items, @Nullable String nextCursor) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeliveriesAnswer(List<Attempt> items, @Nullable String nextCursor) {}

    @ApiContract(
            id = "listWebhooks",
            summary = "All webhooks, with how far their deliveries are, ordered by id.",
            parameters = {"limit", "cursor"})
    @GetMapping
    WebhooksAnswer all(ConsistencyToken token, Parameters parameters) {
        parameters.only("limit", "cursor");
        int limit = parameters.limit();
        String cursor = parameters.text("cursor");
        String last = cursor == null ? FIRST_KEY : Cursor.read(LIST, 1, cursor).get(0);
        waiter.await(token, WebhookProjector.NAME, documents, STREAM_PREFIX);
        List<WebhookView> found = documents
                .page(
                        Filters.and(Filters.gt(ID, last), Filters.eq("view.removed", false)),
                        Sorts.ascending(ID),
                        limit + 1)
                .stream()
                .map(VersionedDocument::view)
                .toList();
        boolean more = found.size() > limit;
        List<WebhookView> page = more ? found.subList(0, limit) : found;
        Map<String, Stored> stored =
                progress.find(page.stream().map(WebhookView::id).toList());
        return new WebhooksAnswer(
                page.stream()
                        .map(view -> item(view, stored.getOrDefault(view.id(), Stored.NONE)))
                        .toList(),
                more ? Cursor.of(LIST, page.get(limit - 1).id()) : null);
    }

    @ApiContract(
            id = "getWebhook",
            summary = "A webhook, and how far its deliveries are.",
            problems = "404 webhook-not-found")
    @GetMapping("/{id}")
    WebhookItem one(@PathVariable WebhookId id, ConsistencyToken token, Parameters parameters) {
        parameters.only();
        WebhookView view = find(id, token);
        return item(view, progress.find(List.of(view.id())).getOrDefault(view.id(), Stored.NONE));
    }

    @ApiContract(
            id = "listWebhookDeliveries",
            summary = "Attempts to deliver to a webhook, newest first. Of each second it keeps many failures and some"
                    + " successes.",
            parameters = {RESULT, "limit", "cursor"},
            problems = "404 webhook-not-found")
    @GetMapping("/{id}/deliveries")
    DeliveriesAnswer deliveries(@PathVariable WebhookId id, ConsistencyToken token, Parameters parameters) {
        parameters.only(RESULT, "limit", "cursor");
        int limit = parameters.limit();
        String result = parameters.text(RESULT);
        if (result != null && !RESULTS.contains(result)) {
            throw QueryProblemException.invalid(RESULT, "Must be delivered or failed.");
        }
        String document = null;
        int index = -1;
        String cursor = parameters.text("cursor");
        if (cursor != null) {
            List<String> parts = Cursor.read(DELIVERIES, 2, cursor);
            document = parts.get(0);
            if (!DeliveryLog.isDocument(document, id.value()) || !parts.get(1).matches("[0-9]{1,6}")) {
                throw Cursor.invalid();
            }
            index = Integer.parseInt(parts.get(1));
        }
        WebhookView view = find(id, token);
        DeliveryLog.Page page = log.read(view.id(), result, document, index, limit);
        return new DeliveriesAnswer(
                page.attempts(),
                page.hasMore() ? Cursor.of(DELIVERIES, page.document(), Integer.toString(page.index())) : null);
    }

    private WebhookView find(WebhookId id, ConsistencyToken token) {
        VersionedDocument<WebhookView> found =
                waiter.readOne(token, WebhookProjector.NAME, documents, id.value(), id.stream());
        if (found == null || found.view().removed() || found.view().registration() == null) {
            waiter.requireNotDegraded(WebhookProjector.NAME, id.value());
            throw QueryProblemException.notFound("webhook-not-found", "There is no such webhook.");
        }
        return found.view();
    }

    private WebhookItem item(WebhookView view, Stored stored) {
        WebhookView.Registration registration = Objects.requireNonNull(view.registration());
        Selection selection = view.selection();
        boolean byOperator = view.pausedSince() != null;
        boolean isResumed = view.resumptions() > stored.resumptions();
        Instant pausedSince = byOperator ? view.pausedSince() : isResumed ? null : stored.pausedAt();
        List<@Nullable Instant> failing = isResumed ? List.of() : stored.failingSince();
        Instant failingSince = DeliveryProgress.onlyFailingSince(failing, null);
        Instant onlyFailingSince = DeliveryProgress.onlyFailingSince(failing, stored.deliveredAt());
        String state = pausedSince != null ? "paused" : failingSince != null ? "failing" : "active";
        return new WebhookItem(
                view.id(),
                selection.url(),
                selection.types(),
                selection.skuPrefix(),
                selection.locationId(),
                view.description(),
                registration.at(),
                registration.by(),
                view.secrets().stream()
                        .map(one -> new SecretItem(one.version(), one.until()))
                        .toList(),
                state,
                pausedSince == null ? null : byOperator ? "operator" : stored.pauseCause(),
                view.pauseReason(),
                pausedSince,
                failingSince,
                onlyFailingSince == null || pausedSince != null ? null : onlyFailingSince.plus(settings.pauseAfter()),
                stored.delivered(),
                stored.failed(),
                stored.deliveredAt(),
                stored.failedAt(),
                stored.error(),
                stored.lanes().stream()
                        .map(text -> text.equals(DeliveryTools.BEGINNING)
                                ? -1L
                                : events.tokenOf(text).position().orElse(-1))
                        .min(Long::compareTo)
                        .orElse(null));
    }
}
