package stockledger.query.action;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import stockledger.web.ApiContract;
import tools.jackson.core.type.TypeReference;

@RestController
@RequestMapping(path = "/v1/admin/actions", produces = MediaType.APPLICATION_JSON_VALUE)
class ActionController {

    private static final String LIST = "actions";
    private static final String ID = "_id";
    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    /** Times beyond it have no text of the length that keys have. */
    private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");

    private final ServedDocuments<ActionView> documents;

    ActionController(ActionProjector projector, ReadModels models) {
        this.documents = models.of(projector);
    }

    /**
     * An action.
     *
     * @param kind the stored name of its event, such as {@code operator.SkuRepaired}
     * @param reason absent for requests that have none
     * @param details the other members of the event
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ActionItem(
            String id,
            Instant at,
            String kind,
            String actor,
            @Nullable String reason,
            Map<String, Object> details) {

        static ActionItem of(ActionView view) {
            Instant at = view.at() == null ? Instant.EPOCH : view.at();
            return new ActionItem(
                    view.id(),
                    at,
                    view.kind(),
                    view.actor(),
                    view.reason(),
                    StoredJson.mapper().readValue(view.details(), MEMBERS));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ActionsAnswer(List<ActionItem> items, @Nullable String nextCursor) {}

    @ApiContract(
            id = "listActions",
            summary = "What operators did and why, newest first: actions, API keys issued and revoked, jobs cancelled,"
                    + " webhooks managed.",
            parameters = {"actor", "kind", "from", "to", "limit", "cursor"})
    @GetMapping
    ResponseEntity<ActionsAnswer> all(Parameters parameters) {
        parameters.only("actor", "kind", "from", "to", "limit", "cursor");
        int limit = parameters.limit();
        List<VersionedDocument<ActionView>> found = documents.page(filter(parameters), Sorts.descending(ID), limit + 1);
        boolean more = found.size() > limit;
        List<VersionedDocument<ActionView>> page = more ? found.subList(0, limit) : found;
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new ActionsAnswer(
                        page.stream().map(one -> ActionItem.of(one.view())).toList(),
                        more ? Cursor.of(LIST, page.get(limit - 1).key()) : null));
    }

    private static Bson filter(Parameters parameters) {
        List<Bson> filters = new ArrayList<>();
        String actor = parameters.text("actor");
        if (actor != null) {
            filters.add(Filters.eq("view.actor", actor));
        }
        String kind = parameters.text("kind");
        if (kind != null) {
            filters.add(Filters.eq("view.kind", kind));
        }
        Instant from = time("from", parameters);
        if (from != null) {
            filters.add(Filters.gte(ID, ActionProjector.firstKeyAt(from)));
        }
        Instant to = time("to", parameters);
        String cursor = parameters.text("cursor");
        if (to != null) {
            filters.add(Filters.lt(ID, ActionProjector.firstKeyAt(to)));
        }
        if (cursor != null) {
            filters.add(Filters.lt(ID, Cursor.read(LIST, 1, cursor).get(0)));
        }
        return filters.isEmpty() ? Filters.empty() : Filters.and(filters);
    }

    /** Events have times in milliseconds, so the first one at or after a time is that of the next millisecond. */
    private static @Nullable Instant time(String name, Parameters parameters) {
        String text = parameters.text(name);
        if (text == null) {
            return null;
        }
        try {
            Instant given = Instant.parse(text);
            if (given.isBefore(Instant.EPOCH) || given.isAfter(END)) {
                throw QueryProblemException.invalid(name, "Must be a time from 1970 to 9999.");
            }
            Instant whole = given.truncatedTo(ChronoUnit.MILLIS);
            return whole.equals(given) ? whole : whole.plusMillis(1);
        } catch (DateTimeException e) {
            throw QueryProblemException.invalid(name, "Must be a time such as 2026-01-31T10:15:00Z.");
        }
    }
}
