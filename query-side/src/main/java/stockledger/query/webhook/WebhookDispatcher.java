package stockledger.query.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import stockledger.query.projection.DocumentListener;
import stockledger.query.projection.NotServedYetException;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.webhook.Delivery.Signing;
import stockledger.query.webhook.DeliveryProgress.Held;
import stockledger.query.webhook.DeliveryProgress.Stored;
import stockledger.query.webhook.WebhookView.Secret;
import stockledger.web.webhook.WebhookSecrets;

/**
 * Starts and stops the deliveries of this process. The process that holds the lease of a webhook delivers to it; another one takes
 * over when that process stops. While there are no webhooks, an empty collection is read every few seconds.
 */
final class WebhookDispatcher implements SmartLifecycle, DocumentListener {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookDispatcher.class);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final long REFRESH_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long IDLE_REFRESH_NANOS = Duration.ofSeconds(5).toNanos();

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private final ServedDocuments<WebhookView> documents;
    private final ReadModels models;
    private final WebhookSecrets secrets;
    private final DeliveryTools tools;
    private final ThreadPoolTaskScheduler scheduler;
    private final boolean enabled;
    private final Map<String, Delivery> deliveries = new ConcurrentHashMap<>();

    /** What was logged, by webhook: the same again after an hour. */
    private final Cache<String, String> faults =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).build();

    private final Set<String> forgotten = new HashSet<>();
    private volatile int paused;
    private volatile boolean changed = true;
    private volatile boolean running;
    private long refreshedAtNanos;
    private boolean hasWebhooks;
    private boolean failing;

    /**
     * @param scheduler with one thread, which this object starts and stops
     * @param enabled false in shadow mode, in which nothing is delivered
     */
    WebhookDispatcher(
            ServedDocuments<WebhookView> documents,
            ReadModels models,
            WebhookSecrets secrets,
            DeliveryTools tools,
            ThreadPoolTaskScheduler scheduler,
            boolean enabled) {
        this.documents = documents;
        this.models = models;
        this.secrets = secrets;
        this.tools = tools;
        this.scheduler = scheduler;
        this.enabled = enabled;
        tools.meters()
                .register(
                        deliveries::size,
                        () -> deliveries.values().stream()
                                .filter(Delivery::isFailing)
                                .count(),
                        () -> paused);
    }

    @Override
    public void start() {
        running = true;
        if (enabled) {
            scheduler.scheduleWithFixedDelay(this::run, BEAT);
        }
    }

    @Override
    public void documentsChanged(String projection, Collection<String> keys) {
        if (projection.equals(WebhookProjector.NAME)) {
            changed = true;
            if (running && enabled) {
                try {
                    scheduler.execute(this::run);
                } catch (TaskRejectedException e) {
                    LOG.debug("webhooks stop");
                }
            }
        }
    }

    private synchronized void run() {
        if (!running) {
            return;
        }
        try {
            if (models.isRefused()) {
                // The event store is another one: nothing of it is delivered until an operator has decided.
                deliveries.values().forEach(Delivery::close);
                deliveries.clear();
                changed = true;
                return;
            }
            long interval = hasWebhooks ? REFRESH_NANOS : IDLE_REFRESH_NANOS;
            if (changed || System.nanoTime() - refreshedAtNanos > interval) {
                refresh();
            }
            for (Delivery delivery : deliveries.values()) {
                if (!delivery.beat()) {
                    stop(delivery);
                }
            }
            failing = false;
        } catch (NotServedYetException e) {
            LOG.debug("webhooks are not folded yet");
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("webhooks cannot be delivered to: {}", e.toString());
            }
            failing = true;
        }
    }

    private void stop(Delivery delivery) {
        deliveries.remove(delivery.webhook().id());
        if (delivery.pauseCause() == null) {
            delivery.close();
        } else {
            delivery.release();
        }
    }

    private void refresh() {
        changed = false;
        refreshedAtNanos = System.nanoTime();
        Set<String> unknown = new HashSet<>(deliveries.keySet());
        int pausedNow = 0;
        boolean hasActive = false;
        for (VersionedDocument<WebhookView> document : documents.page(Filters.empty(), Sorts.ascending("_id"), 0)) {
            WebhookView webhook = document.view();
            unknown.remove(webhook.id());
            hasActive |= webhook.isActive();
            Delivery delivery = deliveries.get(webhook.id());
            if (delivery != null && !delivery.webhook().equals(webhook)) {
                // Begins again where it stopped, with the new values.
                deliveries.remove(webhook.id());
                delivery.release();
                delivery = null;
            }
            if (webhook.removed()) {
                forget(webhook.id());
            } else if (webhook.isActive() && delivery == null) {
                pausedNow += beginOrLog(webhook) ? 0 : 1;
            }
        }
        paused = pausedNow;
        hasWebhooks = hasActive;
        unknown.forEach(id -> {
            Delivery delivery = deliveries.remove(id);
            if (delivery != null) {
                delivery.close();
            }
        });
    }

    private void forget(String webhook) {
        if (forgotten.add(webhook)) {
            tools.progress().delete(webhook);
            tools.log().delete(webhook);
        }
    }

    /** Deliveries that cannot begin, such as those to an invalid URL, must not hold up those of other webhooks. */
    private boolean beginOrLog(WebhookView webhook) {
        try {
            boolean begun = begin(webhook);
            faults.invalidate(webhook.id());
            return begun;
        } catch (RuntimeException e) {
            // The message may have times and durations, which are different at each attempt.
            String cause = DIGITS.matcher(e.toString()).replaceAll("");
            if (!cause.equals(faults.getIfPresent(webhook.id()))) {
                faults.put(webhook.id(), cause);
                LOG.warn("webhook {} cannot be delivered to: {}", webhook.id(), e.toString());
            }
            return true;
        }
    }

    /** Begins to deliver, if no other process does; false when the webhook is paused after failures. */
    private boolean begin(WebhookView webhook) {
        Stored known = tools.progress().find(List.of(webhook.id())).getOrDefault(webhook.id(), Stored.NONE);
        List<Signing> signing = signing(webhook);
        boolean isResumed = webhook.resumptions() > known.resumptions();
        if (DeliveryProgress.SECRET_LOST.equals(known.pauseCause()) && signing.isEmpty()
                || known.pausedAt() != null && !DeliveryProgress.SECRET_LOST.equals(known.pauseCause()) && !isResumed) {
            return false;
        }
        Held held = tools.progress().acquire(webhook.id());
        if (held == null) {
            return true;
        }
        if (signing.isEmpty()) {
            LOG.error(
                    "the master key of the secret of webhook {} is lost: nothing is delivered until its secret is"
                            + " rotated",
                    webhook.id());
            tools.progress()
                    .release(
                            held,
                            DeliveryProgress.at(
                                    held.stored(),
                                    held.stored().lanes(),
                                    held.stored().failingSince(),
                                    Instant.now(),
                                    DeliveryProgress.SECRET_LOST));
            return false;
        }
        start(webhook, signing, held);
        return true;
    }

    private void start(WebhookView webhook, List<Signing> signing, Held held) {
        try {
            Stored begun = begun(webhook, held.stored());
            Held extended = tools.progress().extend(held, begun);
            if (extended != null) {
                Delivery delivery = new Delivery(webhook, signing, extended, tools);
                deliveries.put(webhook.id(), delivery);
                LOG.info("webhook {} is delivered to", webhook.id());
                delivery.start();
            }
        } catch (RuntimeException e) {
            tools.progress().release(held, held.stored());
            throw e;
        }
    }

    /** The lanes to begin with: as stored, or at the registration. A replay sets none of them forward: what waits is not lost. */
    private Stored begun(WebhookView webhook, Stored stored) {
        WebhookView.Replay replay = webhook.replay();
        List<@Nullable Instant> notFailing = Collections.nCopies(DeliveryLanes.COUNT, null);
        boolean isNew = stored.lanes().size() != DeliveryLanes.COUNT;
        List<String> lanes = isNew ? all(registration(webhook)) : notBeyondHead(stored.lanes());
        if (replay != null && replay.number() > stored.replay()) {
            LOG.info("webhook {} is replayed", webhook.id());
            String requested = token(replay);
            return DeliveryProgress.begun(
                    stored,
                    lanes.stream().map(lane -> earlier(lane, requested)).toList(),
                    notFailing,
                    replay.number(),
                    webhook.resumptions());
        }
        boolean isResumed = webhook.resumptions() > stored.resumptions();
        return DeliveryProgress.begun(
                stored,
                lanes,
                isNew || isResumed ? notFailing : stored.failingSince(),
                stored.replay(),
                webhook.resumptions());
    }

    private String earlier(String lane, String requested) {
        if (lane.equals(DeliveryTools.BEGINNING) || requested.equals(DeliveryTools.BEGINNING)) {
            return DeliveryTools.BEGINNING;
        }
        return tools.stored().textOf(tools.token(lane).lowerBound(tools.token(requested)));
    }

    private static List<String> all(String token) {
        return Collections.nCopies(DeliveryLanes.COUNT, token);
    }

    private String token(WebhookView.Replay replay) {
        Long after = replay.afterPosition();
        if (after != null && after == 0) {
            return DeliveryTools.BEGINNING;
        } else if (after != null) {
            return notBeyondHead(List.of(Long.toString(after))).get(0);
        }
        return at(replay.from() == null ? Instant.EPOCH : replay.from());
    }

    private String registration(WebhookView webhook) {
        WebhookView.Registration registration = webhook.registration();
        if (registration == null) {
            throw new IllegalStateException("not registered");
        }
        return registration.position() == ProjectedEvent.UNKNOWN
                ? at(registration.at())
                : Long.toString(registration.position());
    }

    private String at(Instant time) {
        TrackingToken token = tools.source().createTokenAt(time);
        return token == null ? DeliveryTools.BEGINNING : tools.stored().textOf(token);
    }

    /** After the event store was restored to an earlier state, positions beyond its end would hide later events. */
    private List<String> notBeyondHead(List<String> tokens) {
        TrackingToken head = tools.source().createHeadToken();
        long end = head == null ? -1 : head.position().orElse(-1);
        List<String> bounded = new ArrayList<>();
        for (String token : tokens) {
            boolean isBeyond = tools.token(token).position().orElse(-1) > end;
            bounded.add(
                    isBeyond
                            ? head == null
                                    ? DeliveryTools.BEGINNING
                                    : tools.stored().textOf(head)
                            : token);
        }
        return bounded;
    }

    /** The secrets that sign; none when the master key of the newest is lost. */
    private List<Signing> signing(WebhookView webhook) {
        List<Signing> all = new ArrayList<>();
        for (Secret one : webhook.secrets()) {
            byte[] secret = secrets.secret(webhook.id(), one.version(), one.keyId());
            if (secret != null) {
                all.add(new Signing(secret, one.until()));
            } else if (one.until() == null) {
                return List.of();
            }
        }
        return all;
    }

    /** Lets other processes deliver, until {@link #goOn}. */
    void pause() {
        running = false;
        releaseAll();
    }

    /** Delivers again. */
    void goOn() {
        changed = true;
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        scheduler.shutdown();
        releaseAll();
        tools.client().close();
    }

    private synchronized void releaseAll() {
        deliveries.values().forEach(delivery -> {
            try {
                delivery.release();
            } catch (RuntimeException e) {
                delivery.close();
                LOG.debug("the progress of a webhook was not stored", e);
            }
        });
        deliveries.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** While MongoDB and the event store are connected. */
    @Override
    public int getPhase() {
        return 1;
    }
}
