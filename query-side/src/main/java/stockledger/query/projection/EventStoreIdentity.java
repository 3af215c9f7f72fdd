package stockledger.query.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.events.EventStoreInspection;
import stockledger.events.EventStoreInspection.EventCoordinates;

/**
 * Whether the event store is the one that the read models were folded from, and has all events that they contain.
 *
 * <p>How it works: anchors, events of the store by stream, sequence number and identifier, are kept in MongoDB beside the read
 * models. A new one is added within a second after an event; older ones are thinned out, so that their distances grow
 * exponentially. At the start of a process and every some seconds they are looked for in the store. A store that was replaced has
 * none of them; one that went back in time lacks the newer ones, even after new events have taken their positions.
 */
final class EventStoreIdentity {

    static final String ANCHORS = "event_anchors";
    static final String COLLECTION = "event_lineage";

    private static final Logger LOG = LoggerFactory.getLogger(EventStoreIdentity.class);
    private static final String DOCUMENT = "lineage";
    private static final String ACCEPTED = "accepted";

    /** Between two comparisons of all anchors. */
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** A difference counts when it is still there after this: a node of the store may lag behind for a moment. */
    private static final Duration CONFIRMATION = Duration.ofSeconds(1);

    private final MongoDatabase database;
    private final EventStoreInspection store;
    private final Clock clock;
    private @Nullable Instant nextComparison;
    private @Nullable Difference suspected;
    private volatile @Nullable Difference difference;
    private volatile @Nullable Instant checkedAt;
    private @Nullable EventCoordinates newest;
    private volatile long seenAcceptances;
    private volatile boolean restartNeeded;

    /** Positions of the anchors, the newest first, as they were compared last and with those that this process has added since. */
    private List<Long> positions = List.of();

    EventStoreIdentity(MongoDatabase database, EventStoreInspection store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    /**
     * How the event store differs from the one that the read models were folded from.
     *
     * @param reason in words
     * @param lastKnown position of the newest event that both have; -1 for none
     * @param lastKnownAt when that event happened; null for none
     * @param firstMissing position of the oldest event that is known to be missing
     * @param since when it was found
     */
    public record Difference(
            String reason, long lastKnown, @Nullable Instant lastKnownAt, long firstMissing, Instant since) {}

    /** What a comparison has found. */
    enum Verdict {
        /** All anchors are there. */
        AGREES,
        /** One is not: it is looked for again soon. */
        SUSPECTED,
        /** The store is another one, or lacks events. */
        DIFFERS
    }

    /**
     * Compares the anchors with the store, if it is time.
     *
     * @param folded greatest position that a tracking token names, -1 for none; empty to compare only if it is time
     */
    Verdict verdict(OptionalLong folded) {
        Instant now = clock.instant();
        if (nextComparison != null && now.isBefore(nextComparison) && folded.isEmpty()) {
            return difference != null ? Verdict.DIFFERS : Verdict.AGREES;
        }
        Difference found = compare(folded.orElse(-1), now);
        checkedAt = now;
        if (found == null) {
            suspected = null;
            difference = null;
            nextComparison = now.plus(INTERVAL);
            return Verdict.AGREES;
        }
        Difference before = suspected;
        if (before == null) {
            suspected = found;
        } else if (difference == null && !now.isBefore(before.since().plus(CONFIRMATION))) {
            difference = found;
            LOG.error(
                    "The event store differs from the one that the read models were folded from: {}. No query is answered."
                            + " Restore the right event store and restart, or accept this one by"
                            + " POST /v1/admin/event-store/accept: then all read models are folded again",
                    found.reason());
        }
        return difference == null ? Verdict.SUSPECTED : Verdict.DIFFERS;
    }

    private @Nullable Difference compare(long folded, Instant now) {
        List<EventCoordinates> missing = new ArrayList<>();
        EventCoordinates known = null;
        List<EventCoordinates> anchors = anchors();
        positions = anchors.stream().map(EventCoordinates::position).toList();
        for (EventCoordinates anchor : anchors) {
            if (store.contains(anchor)) {
                known = known == null ? anchor : known;
                if (missing.isEmpty()) {
                    // Each was there when the next one was added.
                    newest = anchor;
                    break;
                }
            } else {
                missing.add(anchor);
            }
        }
        long last = folded < 0 ? Long.MAX_VALUE : lastPosition();
        if (missing.isEmpty() && folded <= last) {
            return null;
        }
        long lastKnown = known == null ? -1 : known.position();
        long firstMissing =
                missing.isEmpty() ? last + 1 : missing.get(missing.size() - 1).position();
        return new Difference(
                reason(known, missing, folded, last), lastKnown, known == null ? null : known.at(), firstMissing, now);
    }

    private static String reason(
            @Nullable EventCoordinates known, List<EventCoordinates> missing, long folded, long last) {
        if (missing.isEmpty()) {
            return "the read models contain event " + folded + ", and its last event is " + last;
        }
        EventCoordinates oldest = missing.get(missing.size() - 1);
        String lost = "event " + oldest.position() + " of " + oldest.at() + " is missing in it";
        return known == null
                ? "it has none of the known events; " + lost
                : "it went back in time, " + lost + ", while event " + known.position() + " of " + known.at()
                        + " is there";
    }

    private long lastPosition() {
        EventCoordinates last = store.last();
        return last == null ? -1 : last.position();
    }

    /**
     * Adds the newest event to the anchors, if it is not the newest of them.
     *
     * @param head position of the last event
     */
    void anchor(long head) {
        EventCoordinates before = newest;
        EventCoordinates last = head < 0 || (before != null && head <= before.position()) ? null : store.last();
        if (last == null || (before != null && last.position() <= before.position())) {
            return;
        }
        if (before != null && !store.contains(before)) {
            nextComparison = null;
            return;
        }
        IdempotentInsert.insert(
                anchorCollection(),
                new Document("_id", last.position())
                        .append("stream", last.stream())
                        .append("sequence", last.sequence())
                        .append("event", last.id())
                        .append("at", Date.from(last.at())));
        newest = last;
        List<Long> all = new ArrayList<>(positions);
        all.add(0, last.position());
        List<Long> superfluous = superfluous(all);
        if (!superfluous.isEmpty()) {
            anchorCollection().deleteMany(in("_id", superfluous));
            all.removeAll(superfluous);
        }
        positions = all;
    }

    /**
     * The positions that are not kept. Of each range of distances from the newest one, [2ⁿ, 2ⁿ⁺¹), the nearest and the farthest are
     * kept: so some dozens in all, and none of the ranges becomes empty for good.
     *
     * @param positions the newest first
     */
    static List<Long> superfluous(List<Long> positions) {
        Map<Integer, Long> farthest = new HashMap<>();
        Map<Integer, Long> nearest = new HashMap<>();
        for (long position : positions) {
            int range = Long.SIZE - Long.numberOfLeadingZeros(positions.get(0) - position);
            nearest.putIfAbsent(range, position);
            farthest.put(range, position);
        }
        return positions.stream()
                .filter(position -> !nearest.containsValue(position) && !farthest.containsValue(position))
                .toList();
    }

    /** All anchors, the newest first. */
    List<EventCoordinates> anchors() {
        List<EventCoordinates> anchors = new ArrayList<>();
        for (Document document : anchorCollection().find()) {
            anchors.add(new EventCoordinates(
                    document.get("_id", Number.class).longValue(),
                    document.getString("stream"),
                    document.get("sequence", Number.class).longValue(),
                    document.getString("event"),
                    document.getDate("at").toInstant()));
        }
        anchors.sort(Comparator.comparingLong(EventCoordinates::position).reversed());
        return anchors;
    }

    /** How often an event store was accepted. */
    long acceptances() {
        Document found =
                database.getCollection(COLLECTION).find(eq("_id", DOCUMENT)).first();
        return found == null ? 0 : found.get(ACCEPTED, Number.class).longValue();
    }

    /** Notes which acceptances this process has seen. */
    void seen(long acceptances) {
        seenAcceptances = acceptances;
    }

    /**
     * Counts an acceptance: every process begins again when it sees it.
     *
     * @return false when there was one that this process has not seen yet, or that it needs a restart for
     */
    boolean countAcceptance() {
        long seen = seenAcceptances;
        if (restartNeeded) {
            return false;
        }
        MongoCollection<Document> counts = database.getCollection(COLLECTION);
        if (seen > 0) {
            return counts.updateOne(and(eq("_id", DOCUMENT), eq(ACCEPTED, seen)), Updates.inc(ACCEPTED, 1L))
                            .getModifiedCount()
                    == 1;
        }
        return IdempotentInsert.insert(counts, new Document("_id", DOCUMENT).append(ACCEPTED, 1L));
    }

    /** Forgets all events that were known. */
    void deleteAnchors() {
        anchorCollection().deleteMany(new Document());
    }

    /** Compares at the next check, as after a start. */
    void compareAgain() {
        nextComparison = null;
        suspected = null;
        difference = null;
        newest = null;
    }

    /** Why a process that ran before the event store was accepted answers no query. */
    Difference restartNeeded() {
        Difference before = difference;
        Difference restart = new Difference(
                "another event store was accepted: restart this process, which has former events and answers in memory",
                before == null ? -1 : before.lastKnown(),
                before == null ? null : before.lastKnownAt(),
                before == null ? -1 : before.firstMissing(),
                clock.instant());
        difference = restart;
        restartNeeded = true;
        LOG.error("{}", restart.reason());
        return restart;
    }

    /** How the event store differs; null while it agrees. */
    @Nullable
    Difference difference() {
        return difference;
    }

    /** When the anchors were compared last; null before the first time. */
    @Nullable
    Instant checkedAt() {
        return checkedAt;
    }

    private MongoCollection<Document> anchorCollection() {
        return database.getCollection(ANCHORS);
    }
}
