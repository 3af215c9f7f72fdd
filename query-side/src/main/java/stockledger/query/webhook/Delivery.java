package stockledger.query.webhook;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.events.DeliveredEvent;
import stockledger.query.webhook.DeliveryLanes.Sending;
import stockledger.query.webhook.DeliveryLog.Attempt;
import stockledger.query.webhook.DeliveryProgress.Held;
import stockledger.query.webhook.DeliveryProgress.Stored;

/**
 * The delivery of events to one webhook by this process: reads the event store, sends, repeats, and stores progress. While it
 * waits for a receiver or for events, it has no thread.
 */
final class Delivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private static final int BURSTS_PER_SECOND = 5;

    /** When the rate is exhausted, several deliveries wait for the same moment. */
    private static final Duration MIN_RATE_WAIT = Duration.ofMillis(20);

    /** Between two writes of progress when nothing was delivered: they extend the lease. */
    private static final long IDLE_BEAT_NANOS = Duration.ofSeconds(3).toNanos();

    /** Events that are read before other webhooks have their turn. */
    private static final int MAX_READ = 1_000;

    /** Between two times that the reader goes back. */
    private static final long REWIND_NANOS = Duration.ofSeconds(2).toNanos();

    private final WebhookView webhook;
    private final DeliveryTools tools;
    private final URI url;
    private final Set<String> skipped;
    private final List<Signing> secrets;
    private final DeliveryLog.Buffer log;
    private final Duration rateWait;
    private final AtomicInteger requests = new AtomicInteger();

    // Guarded by this object.
    private final DeliveryLanes lanes;
    private final Bucket rate;
    private Instant allowedAt = Instant.MIN;
    private Held held;
    private Stored stored;
    private long deliveredBefore;
    private long beatAtNanos = System.nanoTime();
    private @Nullable String pauseCause;

    private volatile boolean closed;
    private volatile boolean readerWaits;

    // Used by one reader at a time.
    private @Nullable BlockingStream<TrackedEventMessage<?>> stream;
    private @Nullable TrackedEventMessage<?> refused;
    private @Nullable Outgoing refusedOutgoing;
    private long rewoundAtNanos = System.nanoTime() - REWIND_NANOS;
    private boolean failing;

    /**
     * A secret that signs.
     *
     * @param until when it ends; null for the newest
     */
    record Signing(byte[] secret, @Nullable Instant until) {}

    /** @param held with the lanes to begin with */
    Delivery(WebhookView webhook, List<Signing> secrets, Held held, DeliveryTools tools) {
        this.webhook = webhook;
        this.tools = tools;
        this.url = URI.create(webhook.selection().url());
        this.skipped = Set.copyOf(webhook.skipped());
        this.secrets = secrets;
        this.held = held;
        this.stored = held.stored();
        this.deliveredBefore = stored.delivered() + stored.failed();
        this.log = tools.log().buffer(webhook.id());
        int perSecond = tools.settings().maxPerSecond();
        this.rate = rate(perSecond, TimeMeter.SYSTEM_NANOTIME);
        Duration one = Duration.ofSeconds(1).dividedBy(perSecond);
        this.rateWait = one.compareTo(MIN_RATE_WAIT) < 0 ? MIN_RATE_WAIT : one;
        List<DeliveryLanes.Progress> progress = new ArrayList<>();
        for (int i = 0; i < DeliveryLanes.COUNT; i++) {
            progress.add(new DeliveryLanes.Progress(
                    tools.token(stored.lanes().get(i)), stored.failingSince().get(i)));
        }
        this.lanes = new DeliveryLanes(progress);
    }

    /** Allows so many per second; after a pause a fifth of a second's worth may come at once. */
    static Bucket rate(int perSecond, TimeMeter clock) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(Math.max(1, perSecond / BURSTS_PER_SECOND))
                        .refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(clock)
                .build();
    }

    WebhookView webhook() {
        return webhook;
    }

    boolean isFailing() {
        synchronized (this) {
            return lanes.progress().stream().anyMatch(lane -> lane.failingSince() != null);
        }
    }

    /** Why deliveries ended by themselves; null while they have not. */
    @Nullable
    String pauseCause() {
        synchronized (this) {
            return pauseCause;
        }
    }

    void start() {
        request();
    }

    /** Lets a thread look for events. */
    private void request() {
        if (!closed && requests.getAndIncrement() == 0) {
            tools.readers().execute(this::drain);
        }
    }

    private void drain() {
        int seen = requests.get();
        boolean hasMore = false;
        try {
            hasMore = readAvailable();
            failing = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("events for webhook {} cannot be read: {}", webhook.id(), e.toString());
            }
            failing = true;
            closeStream();
        }
        int left = requests.addAndGet(hasMore ? 1 - seen : -seen);
        if (closed) {
            closeStream();
        } else if (left != 0) {
            tools.readers().execute(this::drain);
        }
    }

    /** Reads until the lanes are full or nothing is left; true when it stopped before, so that other webhooks have their turn. */
    private boolean readAvailable() throws InterruptedException {
        for (int i = 0; i < MAX_READ && !closed; i++) {
            BlockingStream<TrackedEventMessage<?>> events = openStream();
            synchronized (this) {
                // Before the last look, so that a lane that drains meanwhile calls.
                readerWaits = true;
                if (!lanes.mayRead()) {
                    return false;
                }
            }
            TrackedEventMessage<?> next = refused;
            if (next == null) {
                next = events.hasNextAvailable() ? events.nextAvailable() : null;
            }
            if (next == null) {
                readerWaits = false;
                return false;
            }
            refused = take(next, events) ? null : next;
            if (refused != null) {
                return false;
            }
            readerWaits = false;
            send();
        }
        return true;
    }

    private BlockingStream<TrackedEventMessage<?>> openStream() {
        BlockingStream<TrackedEventMessage<?>> events = stream;
        synchronized (this) {
            boolean mayRewind = System.nanoTime() - rewoundAtNanos >= REWIND_NANOS;
            if (mayRewind && lanes.rewind() != null) {
                rewoundAtNanos = System.nanoTime();
                closeStream();
                events = null;
            } else if (events == null) {
                // After a failure: what was passed is known, and the refused event is read again.
                refused = null;
            }
        }
        if (events == null) {
            events = tools.source().openStream(lanes.start());
            stream = events;
            events.setOnAvailableCallback(this::request);
        }
        return events;
    }

    private void closeStream() {
        BlockingStream<TrackedEventMessage<?>> events = stream;
        stream = null;
        refused = null;
        refusedOutgoing = null;
        if (events != null) {
            events.close();
        }
    }

    /** Offers an event to its lane; false when that is full. */
    private boolean take(TrackedEventMessage<?> next, BlockingStream<TrackedEventMessage<?>> events) {
        String name = tools.events().nameOf(next.getPayloadType());
        if (!(next instanceof DomainEventMessage<?> event)
                || name == null
                || !webhook.selection().hasType(name)) {
            requireKnown(next);
            events.skipMessagesWithPayloadTypeOf(next);
            passed(next);
            return true;
        }
        if (skipped.contains(event.getIdentifier())) {
            synchronized (this) {
                lanes.skipped(event.getAggregateIdentifier());
            }
            passed(next);
            return true;
        }
        boolean late = DeliveredEvent.isLate(next);
        synchronized (this) {
            if (!lanes.isNew(event.getAggregateIdentifier(), next.trackingToken(), late)) {
                lanes.passed(next.trackingToken());
                return true;
            }
        }
        Outgoing outgoing = refusedOutgoing;
        if (outgoing == null) {
            if (!tools.events().isSelected(webhook.selection(), event)) {
                passed(next);
                return true;
            }
            outgoing = tools.events().of(event, next.trackingToken().position().orElse(-1));
        }
        synchronized (this) {
            boolean taken = lanes.offer(outgoing);
            if (taken) {
                lanes.passed(next.trackingToken());
            }
            refusedOutgoing = taken ? null : outgoing;
            return taken;
        }
    }

    private synchronized void passed(TrackedEventMessage<?> event) {
        lanes.passed(event.trackingToken());
    }

    /** An event that a newer release has stored may be one to deliver: a process of that release delivers it. */
    private static void requireKnown(TrackedEventMessage<?> next) {
        if (next.getPayloadType() == UnknownSerializedType.class
                && next instanceof DomainEventMessage<?> event
                && (event.getAggregateIdentifier().startsWith("stock:")
                        || event.getAggregateIdentifier().startsWith("reservation:"))) {
            throw new IllegalStateException(
                    "an event of " + event.getAggregateIdentifier() + " is of a newer release than this process");
        }
    }

    /** Sends what is due. */
    void send() {
        List<Sending> sendings = new ArrayList<>();
        synchronized (this) {
            if (closed || System.nanoTime() - beatAtNanos > tools.holdNanos()) {
                return;
            }
            Instant now = Instant.now();
            for (Sending sending : lanes.due(now)) {
                if (rate.tryConsume(1)) {
                    sendings.add(sending);
                } else {
                    if (!allowedAt.isAfter(now)) {
                        // One timer for all lanes: with one for each delivery, timers would cost as much as the
                        // deliveries.
                        allowedAt = now.plus(rateWait);
                        tools.later(this::send, rateWait.plusMillis(1));
                    }
                    lanes.postponed(sending.lane(), allowedAt);
                }
            }
        }
        sendings.forEach(this::send);
    }

    private void send(Sending sending) {
        Outgoing event = sending.event();
        long begin = System.nanoTime();
        Instant at = Instant.now();
        long seconds = at.getEpochSecond();
        List<byte[]> valid = secrets.stream()
                .filter(one -> one.until() == null || one.until().isAfter(at))
                .map(Signing::secret)
                .toList();
        Map<String, String> headers = Map.of(
                WebhookSignature.ID,
                event.id(),
                WebhookSignature.TIMESTAMP,
                Long.toString(seconds),
                WebhookSignature.SIGNATURE,
                WebhookSignature.of(valid, event.id(), seconds, event.body()));
        tools.client()
                .send(url, headers, event.body(), sending.failures())
                .thenAccept(result -> ended(sending, result, at, System.nanoTime() - begin));
    }

    private void ended(Sending sending, WebhookClient.Result result, Instant at, long nanos) {
        if (closed) {
            return;
        }
        Instant now = Instant.now();
        Instant next = null;
        synchronized (this) {
            if (result.isDelivered()) {
                lanes.delivered(sending.lane());
                stored = DeliveryProgress.delivered(stored, now);
            } else {
                Duration delay = RetrySchedule.delay(
                        sending.failures() + 1,
                        result.retryAfter(),
                        ThreadLocalRandom.current().nextDouble());
                next = now.plus(delay);
                lanes.failed(sending.lane(), now, delay);
                String error = result.error() == null ? "status-" + result.status() : result.error();
                stored = DeliveryProgress.failed(stored, now, error);
                if (result.isGone()) {
                    pauseCause = DeliveryProgress.GONE;
                }
                tools.later(this::send, delay);
            }
        }
        measure(sending.event(), result, now);
        log.add(attempt(sending, result, at, nanos, next));
        if (readerWaits) {
            request();
        }
        send();
    }

    private void measure(Outgoing event, WebhookClient.Result result, Instant now) {
        if (result.isDelivered()) {
            tools.meters().delivered.increment();
            Duration delay = Duration.between(event.at(), now);
            tools.meters().delay.record(delay.isNegative() ? Duration.ZERO : delay);
        } else {
            tools.meters().failed.increment();
        }
    }

    private static Attempt attempt(
            Sending sending, WebhookClient.Result result, Instant at, long nanos, @Nullable Instant next) {
        Outgoing event = sending.event();
        return new Attempt(
                at,
                event.id(),
                event.type(),
                event.subject(),
                event.sequence(),
                event.position(),
                sending.failures() + 1,
                next == null ? Attempt.DELIVERED : Attempt.FAILED,
                result.status() == 0 ? null : result.status(),
                result.error(),
                Duration.ofNanos(nanos).toMillis(),
                next);
    }

    /** Stores progress and looks for events; false when another process delivers now, or the receiver failed too long. */
    boolean beat() {
        Stored next;
        boolean due;
        synchronized (this) {
            next = current();
            due = next.delivered() + next.failed() != deliveredBefore
                    || pauseCause != null
                    || System.nanoTime() - beatAtNanos >= IDLE_BEAT_NANOS;
        }
        if (due) {
            long begun = System.nanoTime();
            Held extended = tools.progress().extend(held, next);
            if (extended == null) {
                LOG.info("webhook {} is delivered to by another process", webhook.id());
                return false;
            }
            synchronized (this) {
                held = extended;
                beatAtNanos = begun;
                deliveredBefore = next.delivered() + next.failed();
            }
            log.flush(Instant.now());
        }
        if (pauseCause() != null) {
            LOG.warn("webhook {} is paused: {}", webhook.id(), pauseCause());
            return false;
        }
        request();
        send();
        return true;
    }

    /** What is to be stored now; must be called with the lock. */
    private Stored current() {
        List<DeliveryLanes.Progress> progress = lanes.progress();
        List<@Nullable Instant> failingSince =
                progress.stream().map(DeliveryLanes.Progress::failingSince).toList();
        Instant now = Instant.now();
        Instant since = DeliveryProgress.onlyFailingSince(failingSince, stored.deliveredAt());
        if (pauseCause == null
                && since != null
                && since.isBefore(now.minus(tools.settings().pauseAfter()))) {
            pauseCause = DeliveryProgress.FAILURES;
        }
        return DeliveryProgress.at(
                stored,
                progress.stream()
                        .map(lane -> tools.stored().textOf(lane.token()))
                        .toList(),
                failingSince,
                pauseCause == null ? null : now,
                pauseCause);
    }

    /** Stops; stores progress and lets another process deliver. */
    void release() {
        close();
        Stored last;
        synchronized (this) {
            last = current();
        }
        tools.progress().release(held, last);
        log.flush(Instant.now());
    }

    @Override
    public void close() {
        closed = true;
        if (requests.compareAndSet(0, 1)) {
            closeStream();
        }
    }
}
