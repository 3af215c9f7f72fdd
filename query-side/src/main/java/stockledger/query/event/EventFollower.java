package stockledger.query.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import stockledger.events.DeliveredEvent;
import stockledger.events.store.lookup.StoredEvents;
import stockledger.query.projection.StoredJson;
import stockledger.query.sse.SseSettings;

/**
 * One client that follows the events. An event is taken from the event store once the one before it is written, so that nothing
 * is queued for a client that does not read: the web server closes its connection.
 */
final class EventFollower {

    private static final Logger LOG = LoggerFactory.getLogger(EventFollower.class);

    /** The client's delay before it reconnects, in milliseconds. */
    private static final String RETRY = "retry: 1000\n\n";

    /** Passes the bytes through unconverted; the response already has its content type. */
    private static final MediaType RAW = MediaType.APPLICATION_OCTET_STREAM;

    private final EventFilter filter;
    private final Masking masking;
    private final EventIndex index;
    private final EventSearch search;
    private final StoredEvents stored;
    private final SseSettings settings;
    private final Executor threads;
    private final Consumer<EventFollower> onClosed;
    private final ResponseBodyEmitter emitter = new ResponseBodyEmitter(0L);
    private final long createdAtNanos = System.nanoTime();

    /** Requests to look for events since the current thread last looked; 0 while there is none. */
    private final AtomicInteger requests = new AtomicInteger();

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable BlockingStream<TrackedEventMessage<?>> stream;
    private volatile boolean ending;
    private volatile boolean heartbeatDue;
    private volatile long lastSentAtNanos = createdAtNanos;

    // Used by one thread at a time.
    private boolean retrySent;
    private @Nullable TrackingToken passed;

    /** @param onClosed called once */
    EventFollower(
            EventFilter filter,
            Masking masking,
            EventIndex index,
            EventSearch search,
            StoredEvents stored,
            SseSettings settings,
            Executor threads,
            Consumer<EventFollower> onClosed) {
        this.filter = filter;
        this.masking = masking;
        this.index = index;
        this.search = search;
        this.stored = stored;
        this.settings = settings;
        this.threads = threads;
        this.onClosed = onClosed;
    }

    /** Starts to follow a stream, which it closes. */
    ResponseBodyEmitter open(BlockingStream<TrackedEventMessage<?>> events) {
        stream = events;
        emitter.onCompletion(this::close);
        emitter.onError(failure -> close());
        events.setOnAvailableCallback(this::request);
        request();
        return emitter;
    }

    /** Sends a heartbeat or ends the stream when its time has come. */
    void checkTimers(long nowNanos) {
        if (nowNanos - createdAtNanos >= settings.maxLifetime().toNanos()) {
            end();
        } else if (nowNanos - lastSentAtNanos >= settings.heartbeatInterval().toNanos()) {
            heartbeatDue = true;
            request();
        }
    }

    /** Ends the stream after the event that is being written. */
    void end() {
        ending = true;
        request();
    }

    private void request() {
        if (!closed.get() && requests.getAndIncrement() == 0) {
            try {
                threads.execute(this::drain);
            } catch (RejectedExecutionException e) {
                // Shutting down: the web server closes the connection.
                requests.set(0);
            }
        }
    }

    private void drain() {
        int seen;
        do {
            seen = requests.get();
            try {
                sendAvailable();
            } catch (IOException | IllegalStateException e) {
                // The client disconnected; the web server ends the request.
                close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                close();
            } catch (RuntimeException e) {
                LOG.warn("a stream of events ends, since the event store cannot be read: {}", e.toString());
                ending = true;
            }
            if (ending && !closed.get()) {
                emitter.complete();
                close();
            }
        } while (requests.addAndGet(-seen) != 0);
    }

    private void sendAvailable() throws IOException, InterruptedException {
        if (!retrySent) {
            retrySent = true;
            send(RETRY);
        }
        BlockingStream<TrackedEventMessage<?>> events = stream;
        while (events != null && !closed.get() && !ending && events.hasNextAvailable()) {
            TrackedEventMessage<?> next = events.nextAvailable();
            passed = next.trackingToken();
            if (next instanceof DomainEventMessage<?> event && index.has(event.getPayloadType())) {
                long position = position(next.trackingToken(), event);
                Set<String> keys = index.keys(event);
                if (filter.matches(keys, event.getTimestamp(), Masking.isRestricted(event.getPayloadType()))) {
                    EventPage.Item item = masking.apply(search.item(event, position));
                    send("id: " + stored.textOf(passed) + "\ndata: "
                            + StoredJson.mapper().writeValueAsString(item) + "\n\n");
                }
            } else {
                events.skipMessagesWithPayloadTypeOf(next);
            }
        }
        if (heartbeatDue && !closed.get()) {
            heartbeatDue = false;
            // A client whose filter selects few events then resumes here, and these events are not read again.
            send(passed == null ? ":\n\n" : "id: " + stored.textOf(passed) + "\n\n");
        }
    }

    private long position(TrackingToken token, DomainEventMessage<?> event) {
        StoredEvents.Address address =
                new StoredEvents.Address(event.getAggregateIdentifier(), event.getSequenceNumber());
        return stored.positionsOf(DeliveredEvent.isLate(event) ? List.of(address) : List.of())
                .getOrDefault(address, token.position().orElse(-1));
    }

    private void send(String text) throws IOException {
        emitter.send(text.getBytes(StandardCharsets.UTF_8), RAW);
        lastSentAtNanos = System.nanoTime();
    }

    private void close() {
        if (closed.compareAndSet(false, true)) {
            onClosed.accept(this);
            BlockingStream<TrackedEventMessage<?>> events = stream;
            if (events != null) {
                events.close();
            }
        }
    }
}
