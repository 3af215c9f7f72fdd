package stockledger.query.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import stockledger.events.StuckReaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Administration of parked keys: what is parked and why, and how it is dealt with. */
public final class ParkingAdmin {

    /** Keys of one retry. */
    public static final int MAX_KEYS = 200;

    private static final int MAX_GROUPS = 100;
    private static final int MAX_WAITING = 20;

    /** Of one request; keys that are left are retried by the next. */
    private static final Duration MAX_RETRY_TIME = Duration.ofSeconds(20);

    private final ParkingStore store;
    private final ParkedRetries retries;
    private final EventStore events;
    private final Serializer serializer;

    /** @param serializer of events */
    ParkingAdmin(ParkingStore store, ParkedRetries retries, EventStore events, Serializer serializer) {
        this.store = store;
        this.retries = retries;
        this.events = events;
        this.serializer = serializer;
    }

    /**
     * What is parked.
     *
     * @param groups the same by cause, of all pages
     * @param last what the next page comes after; null when this is the last
     */
    public record Page(
            List<ParkedKey> items,
            List<ParkedKeys.Group> groups,
            @Nullable String last) {}

    /** @param after what {@link Page#last()} of the page before was; empty for the first */
    public Page page(ParkedKeys.Filter filter, String after, int limit) {
        List<ParkedKey> found = store.keys().page(filter, after, limit + 1);
        List<ParkedKey> items = found.subList(0, Math.min(found.size(), limit));
        return new Page(
                items,
                store.keys().groups(filter, MAX_GROUPS),
                found.size() > limit ? ParkedKeys.id(items.get(limit - 1)) : null);
    }

    /** The entries of a key, one for each epoch in which it is parked. */
    public List<ParkedKey> entries(String projection, String key) {
        ParkedKeys.Filter filter = new ParkedKeys.Filter(projection, null, null, key);
        return store.keys().page(filter, "", Integer.MAX_VALUE).stream()
                .filter(parked -> parked.key().equals(key))
                .toList();
    }

    /**
     * The event that cannot be processed.
     *
     * @param revision with which it is stored
     * @param stored its payload as it is stored; as text when it is not JSON
     * @param current its payload as this release reads it; null when it cannot be read
     * @param error why it cannot be read; null when it can
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StoredEvent(
            String stream,
            long sequence,
            String type,
            @Nullable String revision,
            Instant at,
            JsonNode stored,
            @Nullable JsonNode current,
            @Nullable String error) {}

    /** The event of an entry; null when the event store no longer has it. */
    public @Nullable StoredEvent event(ParkedKey parked) {
        DomainEventStream read = events.readEvents(parked.stream(), parked.sequence());
        return read.hasNext() ? stored(read.next()) : null;
    }

    private StoredEvent stored(DomainEventMessage<?> event) {
        SerializedObject<byte[]> payload = event.serializePayload(serializer, byte[].class);
        JsonNode current = null;
        String error = null;
        try {
            current = StoredJson.mapper()
                    .readTree(serializer
                            .serialize(event.getPayload(), byte[].class)
                            .getData());
        } catch (EventStoreException e) {
            throw e;
        } catch (RuntimeException e) {
            error = StuckReaders.describe(e);
        }
        return new StoredEvent(
                event.getAggregateIdentifier(),
                event.getSequenceNumber(),
                payload.getType().getName(),
                payload.getType().getRevision(),
                event.getTimestamp(),
                json(payload.getData()),
                current,
                error);
    }

    private static JsonNode json(byte[] stored) {
        try {
            return StoredJson.mapper().readTree(stored);
        } catch (JacksonException e) {
            return StringNode.valueOf(new String(stored, StandardCharsets.UTF_8));
        }
    }

    /** An event that waits until the key is folded again. */
    public record WaitingEvent(String stream, long sequence, String type, Instant at) {}

    /** The first events that wait behind the one of an entry. */
    public List<WaitingEvent> waiting(ParkedKey parked) {
        Projection<?> projection = retries.projection(parked.projection());
        List<WaitingEvent> waiting = new ArrayList<>();
        if (projection == null) {
            return waiting;
        }
        Map<String, Long> versions = retries.versions(parked);
        for (String stream : projection.streamsOf(parked.key())) {
            long from = versions.getOrDefault(stream, -1L) + 1;
            DomainEventStream rest = events.readEvents(stream, from);
            while (rest.hasNext() && waiting.size() < MAX_WAITING) {
                DomainEventMessage<?> event = rest.next();
                if (!stream.equals(parked.stream()) || event.getSequenceNumber() != parked.sequence()) {
                    waiting.add(new WaitingEvent(
                            stream,
                            event.getSequenceNumber(),
                            ProjectedEvent.storedName(event.getPayloadType()),
                            event.getTimestamp()));
                }
            }
        }
        return waiting;
    }

    /** Whether there is a projection of this name. */
    public boolean hasProjection(String name) {
        return retries.projection(name) != null;
    }

    /**
     * The entries to retry.
     *
     * @param keys only these; null for all
     */
    public List<ParkedKey> select(ParkedKeys.Filter filter, @Nullable List<String> keys) {
        return store.keys().page(filter, "", Integer.MAX_VALUE).stream()
                .filter(parked -> keys == null || keys.contains(parked.key()))
                .toList();
    }

    /**
     * What became of a key, or would.
     *
     * @param drained whether it is no longer parked
     * @param events that were folded
     * @param versions of its document then
     * @param stoppedAt the event at which it stays parked; null when it is drained
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Retried(
            String projection,
            int epoch,
            String key,
            boolean drained,
            long events,
            Map<String, Long> versions,
            @Nullable StoppedAt stoppedAt) {}

    /** An event that cannot be processed. */
    public record StoppedAt(String stream, long sequence, String type, String cause) {}

    /**
     * Folds parked keys again, as many as fit into the time.
     *
     * @param dryRun whether nothing is written
     */
    public List<Retried> retry(List<ParkedKey> parked, boolean dryRun) {
        long end = System.nanoTime() + MAX_RETRY_TIME.toNanos();
        List<Retried> retried = new ArrayList<>();
        for (ParkedKey one : parked) {
            if (retried.size() == MAX_KEYS || System.nanoTime() - end > 0) {
                break;
            }
            retried.add(retried(one, dryRun ? retries.rehearse(one) : retries.retry(one)));
        }
        return retried;
    }

    private static Retried retried(ParkedKey parked, Parking.Outcome outcome) {
        UnprocessableEventException stopped = outcome.stopped();
        return new Retried(
                parked.projection(),
                parked.epoch(),
                parked.key(),
                outcome.isDrained(),
                outcome.events(),
                outcome.versions(),
                stopped == null
                        ? null
                        : new StoppedAt(
                                stopped.event().stream(),
                                stopped.event().sequence(),
                                stopped.event().typeName(),
                                StuckReaders.describe(stopped)));
    }

    /** Folds the event of these entries, which is the same, without effect from now on, in all epochs, and the keys again. */
    public List<Retried> discard(List<ParkedKey> parked, String reason) {
        parked.forEach(one -> store.discarded().add(one, reason));
        return retry(parked, false);
    }
}
