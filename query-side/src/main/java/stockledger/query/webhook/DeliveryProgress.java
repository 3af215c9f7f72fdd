package stockledger.query.webhook;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import stockledger.query.projection.Heartbeats;
import stockledger.query.projection.IdempotentInsert;
import stockledger.web.webhook.WebhookCount;

/**
 * How far the deliveries to each webhook are, and which process delivers, in MongoDB. It is not a read model: a rebuild does not
 * change it.
 *
 * <p>A process delivers to a webhook until it stops ({@link Heartbeats}). Each change is a compare-and-set on the owner and the number
 * of its heartbeats. So a process that was paused changes nothing once another process has taken over its webhook.
 */
final class DeliveryProgress {

    static final String COLLECTION = WebhookCount.COLLECTION;

    /** A webhook is paused because its deliveries failed for too long. */
    static final String FAILURES = "failures";

    /** It is paused because its receiver has answered 410. */
    static final String GONE = "gone";

    /** It is paused because the master key of its secret is lost. */
    static final String SECRET_LOST = "secretLost";

    private static final String ID = "_id";
    private static final String OWNER = "owner";
    private static final String BEAT = "beat";
    private static final String NOBODY = "";

    private final MongoCollection<Document> collection;
    private final String node;
    private final Heartbeats heartbeats;

    /**
     * What is stored of one webhook.
     *
     * @param lanes token of each lane, as text; none before the first start
     * @param failingSince since when the delivery of the next event of each lane fails; null for a lane in which it does not
     * @param replay number of the last replay that was begun
     * @param resumptions how often the webhook had been resumed when this was stored
     * @param pausedAt when the service paused the webhook; null unless it has
     * @param pauseCause {@link #FAILURES}, {@link #GONE} or {@link #SECRET_LOST}; null unless it has
     * @param deliveredAt when an event was delivered last; null before the first
     * @param failedAt when a delivery failed last; null before the first
     * @param error of the last failure; null before the first
     * @param delivered number of delivered events
     * @param failed number of failed attempts
     */
    record Stored(
            List<String> lanes,
            List<@Nullable Instant> failingSince,
            int replay,
            int resumptions,
            @Nullable Instant pausedAt,
            @Nullable String pauseCause,
            @Nullable Instant deliveredAt,
            @Nullable Instant failedAt,
            @Nullable String error,
            long delivered,
            long failed) {

        static final Stored NONE = new Stored(List.of(), List.of(), 0, 0, null, null, null, null, null, 0, 0);
    }

    static Stored delivered(Stored before, Instant at) {
        return new Stored(
                before.lanes(),
                before.failingSince(),
                before.replay(),
                before.resumptions(),
                null,
                null,
                at,
                before.failedAt(),
                before.error(),
                before.delivered() + 1,
                before.failed());
    }

    static Stored failed(Stored before, Instant at, String error) {
        return new Stored(
                before.lanes(),
                before.failingSince(),
                before.replay(),
                before.resumptions(),
                null,
                null,
                before.deliveredAt(),
                at,
                error,
                before.delivered(),
                before.failed() + 1);
    }

    /** The progress after a while: with other lanes, and paused or not. */
    static Stored at(
            Stored before,
            List<String> lanes,
            List<@Nullable Instant> failingSince,
            @Nullable Instant pausedAt,
            @Nullable String pauseCause) {
        return new Stored(
                lanes,
                failingSince,
                before.replay(),
                before.resumptions(),
                pausedAt,
                pauseCause,
                before.deliveredAt(),
                before.failedAt(),
                before.error(),
                before.delivered(),
                before.failed());
    }

    /** The progress with which deliveries begin, also after a replay was requested or the webhook was resumed. */
    static Stored begun(
            Stored before, List<String> lanes, List<@Nullable Instant> failingSince, int replay, int resumptions) {
        return new Stored(
                lanes,
                failingSince,
                replay,
                resumptions,
                null,
                null,
                before.deliveredAt(),
                before.failedAt(),
                before.error(),
                before.delivered(),
                before.failed());
    }

    /**
     * Since when deliveries fail and none succeeds; null when none fails. One event that its receiver refuses, while others are
     * delivered, does not count.
     */
    static @Nullable Instant onlyFailingSince(List<@Nullable Instant> failingSince, @Nullable Instant deliveredAt) {
        Instant first = failingSince.stream()
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
        return first == null || deliveredAt == null || deliveredAt.isBefore(first) ? first : deliveredAt;
    }

    /** A webhook that this process delivers to. */
    record Held(String webhook, long beat, Stored stored) {}

    /**
     * @param node identifies this process
     * @param timeout after which a process without heartbeats has stopped
     */
    DeliveryProgress(MongoDatabase database, String node, Duration timeout) {
        this.collection = database.getCollection(COLLECTION);
        this.node = node;
        this.heartbeats = new Heartbeats(timeout);
    }

    /** Takes over a webhook; null while another process may still deliver to it. */
    @Nullable
    Held acquire(String webhook) {
        Document found = collection.find(eq(ID, webhook)).first();
        if (found == null) {
            return IdempotentInsert.insert(collection, document(webhook, node, 1, Stored.NONE))
                    ? new Held(webhook, 1, Stored.NONE)
                    : null;
        }
        String owner = found.getString(OWNER);
        long beat = found.getLong(BEAT);
        if (!owner.equals(NOBODY) && !heartbeats.haveStopped(webhook, owner, beat)) {
            return null;
        }
        heartbeats.forget(webhook);
        Stored stored = stored(found);
        return replace(webhook, owner, beat, node, stored) ? new Held(webhook, beat + 1, stored) : null;
    }

    /** Stores progress, which extends the lease; null when another process has taken over the webhook. */
    @Nullable
    Held extend(Held held, Stored stored) {
        return replace(held.webhook(), node, held.beat(), node, stored)
                ? new Held(held.webhook(), held.beat() + 1, stored)
                : null;
    }

    /** Stores progress and gives up the lease. */
    void release(Held held, Stored stored) {
        replace(held.webhook(), node, held.beat(), NOBODY, stored);
    }

    private boolean replace(String webhook, String owner, long beat, String next, Stored stored) {
        return collection
                        .replaceOne(
                                and(eq(ID, webhook), eq(OWNER, owner), eq(BEAT, beat)),
                                document(webhook, next, beat + 1, stored))
                        .getMatchedCount()
                == 1;
    }

    /** The stored progress of these webhooks. */
    Map<String, Stored> find(List<String> webhooks) {
        Map<String, Stored> all = new HashMap<>();
        for (Document found : collection.find(in(ID, webhooks))) {
            all.put(found.getString(ID), stored(found));
        }
        return all;
    }

    /** Deletes the progress of a removed webhook. */
    void delete(String webhook) {
        collection.deleteOne(eq(ID, webhook));
    }

    private static Document document(String webhook, String owner, long beat, Stored stored) {
        List<@Nullable Date> failing = new ArrayList<>();
        stored.failingSince().forEach(at -> failing.add(date(at)));
        return new Document(ID, webhook)
                .append(OWNER, owner)
                .append(BEAT, beat)
                .append("lanes", stored.lanes())
                .append("failingSince", failing)
                .append("replay", stored.replay())
                .append("resumptions", stored.resumptions())
                .append("pausedAt", date(stored.pausedAt()))
                .append("pauseCause", stored.pauseCause())
                .append("deliveredAt", date(stored.deliveredAt()))
                .append("failedAt", date(stored.failedAt()))
                .append("error", stored.error())
                .append("delivered", stored.delivered())
                .append("failed", stored.failed());
    }

    private static Stored stored(Document found) {
        List<@Nullable Instant> failing = new ArrayList<>();
        found.getList("failingSince", Date.class).forEach(at -> failing.add(instant(at)));
        return new Stored(
                found.getList("lanes", String.class),
                failing,
                found.getInteger("replay"),
                found.getInteger("resumptions"),
                instant(found.getDate("pausedAt")),
                found.getString("pauseCause"),
                instant(found.getDate("deliveredAt")),
                instant(found.getDate("failedAt")),
                found.getString("error"),
                found.getLong("delivered"),
                found.getLong("failed"));
    }

    private static @Nullable Date date(@Nullable Instant at) {
        return at == null ? null : Date.from(at);
    }

    private static @Nullable Instant instant(@Nullable Date at) {
        return at == null ? null : at.toInstant();
    }
}
