package stockledger.query.audit;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import stockledger.query.projection.IdempotentInsert;
import stockledger.query.projection.NotServedYetException;
import stockledger.query.sku.RegisteredSkus;

/**
 * Enumerates the keys of a projection again and again: those with a document in the order of their ids, and then SKUs that were
 * registered and have none. One process at a time does so, by a lease in MongoDB; when it stops, another one continues at its position.
 */
final class Sweep {

    static final String COLLECTION = "audit_state";

    private static final String HOLDER = "holder";
    private static final String UNTIL = "until";
    private static final String POSITION = "position";
    private static final String REGISTERED = "registered";
    private static final String STARTED = "startedAt";
    private static final String FINISHED = "finishedAt";
    private static final String SWEPT = "swept";
    private static final String SWEPT_BEFORE = "sweptBefore";

    /** The position is stored, and the lease renewed, this often; another process takes over after three times this. */
    private static final Duration RENEWAL = Duration.ofSeconds(20);

    private static final int LEASE_RENEWALS = 3;

    /** Ids that are read at once: without an index on them each read is a scan. */
    private static final int IDS = 10_000;

    /** Registrations that are read at once, in each turn. */
    private static final int REGISTRATIONS = 1_000;

    private final MongoDatabase database;
    private final String id;
    private final Bson byId;
    private final Documents documents;
    private final RegisteredSkus registrations;
    private final Duration interval;
    private final Clock clock;
    private final String holder = UUID.randomUUID().toString();
    private final Deque<String> ids = new ArrayDeque<>();
    private @Nullable Instant nextRenewal;
    private boolean held;
    private boolean resting;
    private String position = "";

    /** Where the reading of registrations has come to; null while keys with a document are left. */
    private @Nullable String registered;

    private long swept;

    /** @param id of its state, one for each projection */
    Sweep(
            MongoDatabase database,
            String id,
            Documents documents,
            RegisteredSkus registrations,
            Duration interval,
            Clock clock) {
        this.database = database;
        this.id = id;
        this.byId = eq("_id", id);
        this.documents = documents;
        this.registrations = registrations;
        this.interval = interval;
        this.clock = clock;
    }

    /** The keys that have a document. */
    interface Documents {

        /** The first ones after another one. */
        List<String> keysAfter(String last, int limit);

        /** Those of these keys that have none. */
        List<String> withoutDocument(Collection<String> keys);
    }

    /**
     * How far the sweep is.
     *
     * @param running whether keys are being swept; false from the end of a sweep to the beginning of the next
     * @param position the key that was swept last; null before the first
     * @param startedAt when the sweep began, or the last one
     * @param finishedAt when the last full sweep ended; null before the first has
     * @param swept keys of this sweep
     * @param sweptBefore keys of the last full sweep
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Progress(
            boolean running,
            @Nullable String position,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            long swept,
            long sweptBefore) {}

    /** The next key; null when there is none now. */
    @Nullable
    String next() {
        Instant now = clock.instant();
        if (nextRenewal == null || !now.isBefore(nextRenewal)) {
            nextRenewal = now.plus(RENEWAL);
            renew(now);
        }
        if (!held || resting) {
            return null;
        }
        if (ids.isEmpty() && registered == null) {
            ids.addAll(documents.keysAfter(position, IDS));
            registered = ids.isEmpty() ? "" : null;
        }
        if (ids.isEmpty()) {
            readRegistrations(now);
        }
        if (ids.isEmpty()) {
            return null;
        }
        position = ids.removeFirst();
        swept++;
        return position;
    }

    private void readRegistrations(Instant now) {
        RegisteredSkus.Page page;
        try {
            page = registrations.after(String.valueOf(registered), REGISTRATIONS);
        } catch (NotServedYetException e) {
            return;
        }
        if (page.last() != null) {
            registered = page.last();
            ids.addAll(documents.withoutDocument(page.skus()));
        } else if (swept > 0) {
            finish(now);
        } else {
            // There are none yet: those that come are swept soon.
            registered = null;
        }
    }

    private void renew(Instant now) {
        Document state = state();
        boolean free = state.getString(HOLDER) == null
                || state.getString(HOLDER).equals(holder)
                || state.getDate(UNTIL).toInstant().isBefore(now);
        if (!free) {
            held = false;
            ids.clear();
            return;
        }
        if (!held) {
            position = state.getString(POSITION);
            registered = state.getString(REGISTERED);
            swept = state.get(SWEPT, Number.class).longValue();
        }
        Date finished = state.getDate(FINISHED);
        boolean over = finished != null && !finished.before(state.getDate(STARTED));
        resting = over && now.isBefore(state.getDate(STARTED).toInstant().plus(interval));
        Bson change = Updates.combine(
                Updates.set(HOLDER, holder),
                Updates.set(UNTIL, Date.from(now.plus(RENEWAL.multipliedBy(LEASE_RENEWALS)))),
                Updates.set(POSITION, position),
                Updates.set(REGISTERED, registered),
                Updates.set(SWEPT, swept));
        if (over && !resting) {
            position = "";
            registered = null;
            swept = 0;
            change = Updates.combine(
                    change,
                    Updates.set(STARTED, Date.from(now)),
                    Updates.set(POSITION, ""),
                    Updates.set(REGISTERED, null),
                    Updates.set(SWEPT, 0L));
        }
        held = collection()
                        .updateOne(and(byId, eq(HOLDER, state.getString(HOLDER))), change)
                        .getMatchedCount()
                == 1;
    }

    private void finish(Instant now) {
        collection()
                .updateOne(
                        and(byId, eq(HOLDER, holder)),
                        Updates.combine(
                                Updates.set(FINISHED, Date.from(now)),
                                Updates.set(SWEPT_BEFORE, swept),
                                Updates.set(SWEPT, swept),
                                Updates.set(POSITION, position)));
        resting = true;
    }

    Progress read() {
        Document state = state();
        Date started = state.getDate(STARTED);
        Date finished = state.getDate(FINISHED);
        String last = state.getString(POSITION);
        return new Progress(
                finished == null || finished.before(started),
                last.isEmpty() ? null : last,
                started.toInstant(),
                finished == null ? null : finished.toInstant(),
                state.get(SWEPT, Number.class).longValue(),
                state.get(SWEPT_BEFORE, Number.class).longValue());
    }

    private Document state() {
        Document found = collection().find(byId).first();
        if (found != null) {
            return found;
        }
        Document first = new Document("_id", id)
                .append(POSITION, "")
                .append(STARTED, Date.from(clock.instant()))
                .append(SWEPT, 0L)
                .append(SWEPT_BEFORE, 0L);
        return IdempotentInsert.insert(collection(), first)
                ? first
                : collection().find(byId).cursor().next();
    }

    private MongoCollection<Document> collection() {
        return database.getCollection(COLLECTION);
    }
}
