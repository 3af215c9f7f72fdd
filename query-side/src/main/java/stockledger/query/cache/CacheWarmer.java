package stockledger.query.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the hottest responses before they are requested: at start, and when the local cache became useless, because its
 * subscription was lost, the generation changed, or another epoch is served.
 */
final class CacheWarmer {

    private static final Logger LOG = LoggerFactory.getLogger(CacheWarmer.class);

    /** Bounds what one read of Redis or MongoDB returns. */
    private static final int BATCH_SIZE = 100;

    /** A connection that breaks again and again must not cause constant warming. */
    private static final Duration MIN_PAUSE = Duration.ofSeconds(5);

    private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PERCENT = 100;

    private final List<HotKeySource> sources;
    private final HotKeyStore hotKeys;
    private final LocalCache local;
    private final InvalidationEvents events;
    private final InvalidationSubscriber subscriber;
    private final WarmupHealthIndicator health;
    private final CacheMeters meters;
    private final WarmingSettings settings;
    private final BooleanSupplier running;
    private final Map<String, Target> warmed = new HashMap<>();
    private long endedAt;
    private boolean failing;

    /** @param running false once this process stops */
    CacheWarmer(
            List<HotKeySource> sources,
            HotKeyStore hotKeys,
            LocalCache local,
            InvalidationEvents events,
            InvalidationSubscriber subscriber,
            WarmupHealthIndicator health,
            CacheMeters meters,
            WarmingSettings settings,
            BooleanSupplier running) {
        this.sources = sources;
        this.hotKeys = hotKeys;
        this.local = local;
        this.events = events;
        this.subscriber = subscriber;
        this.health = health;
        this.meters = meters;
        this.settings = settings;
        this.running = running;
    }

    /** What loaded responses are valid for. */
    private record Target(
            String region, long subscriptionEpoch, @Nullable String generation) {

        boolean isComplete() {
            return subscriptionEpoch != 0 && generation != null;
        }

        String prefix() {
            return region + ":" + generation;
        }
    }

    /** Loads what is not loaded yet; called again and again. */
    void warm() {
        try {
            boolean all = true;
            for (HotKeySource source : sources) {
                all &= source.isCaughtUp() && isWarm(source);
            }
            if (all) {
                health.warm();
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.info("the cache cannot be warmed yet: {}", e.toString());
            }
            failing = true;
        }
    }

    private boolean isWarm(HotKeySource source) {
        health.started();
        if (settings.maxProducts() == 0 || subscriber.isUnsupported()) {
            return true;
        }
        Target target = target(source);
        Target before = warmed.get(source.name());
        if (target.equals(before)) {
            return true;
        }
        boolean pausing = before != null && System.nanoTime() - endedAt < MIN_PAUSE.toNanos();
        if (!target.isComplete() || pausing) {
            return false;
        }
        if (before != null && !before.prefix().equals(target.prefix())) {
            local.removeAll(before.prefix());
        }
        List<String> keys = hotKeys.hottest(source.name());
        boolean complete = keys.isEmpty() || load(source, target, keys);
        if (complete) {
            warmed.put(source.name(), target);
        }
        endedAt = System.nanoTime();
        return complete;
    }

    private Target target(HotKeySource source) {
        InvalidationEvents.SubscriptionState state = events.state();
        return new Target(source.region(), state.subscriptionEpoch(), state.generation());
    }

    /** Loads these keys; false when the target changed meanwhile. */
    private boolean load(HotKeySource source, Target target, List<String> keys) {
        Progress progress = new Progress(target.region(), keys.size());
        LOG.info("{}: loading the {} hottest responses", target.region(), keys.size());
        for (int from = 0; from < keys.size() && local.hasRoomFor(progress.bytes); from += BATCH_SIZE) {
            if (!running.getAsBoolean() || !target.equals(target(source))) {
                return false;
            }
            List<String> batch = keys.subList(from, Math.min(from + BATCH_SIZE, keys.size()));
            progress.add(batch.size(), source.find(batch));
            if (progress.percent() >= settings.readyPercent()) {
                health.warm();
            }
        }
        progress.end();
        return true;
    }

    private final class Progress {
        private final String region;
        private final int total;
        private final long startedAt = System.nanoTime();
        private long loggedAt = startedAt;
        private int requested;
        private int loaded;
        private long bytes;

        private Progress(String region, int total) {
            this.region = region;
            this.total = total;
        }

        private void add(int keys, Map<String, CachedResponse> responses) {
            requested += keys;
            loaded += responses.size();
            responses.forEach((key, response) -> bytes += LocalCache.bytes(region, key, response));
            meters.warmed.increment(responses.size());
            if (System.nanoTime() - loggedAt >= LOG_INTERVAL_NANOS) {
                loggedAt = System.nanoTime();
                LOG.info("{}: {} of {} loaded, {} percent", region, requested, total, percent());
            }
        }

        private int percent() {
            return requested * PERCENT / total;
        }

        private void end() {
            LOG.info(
                    "{}: {} loaded, {} KB, in {} ms",
                    region,
                    loaded,
                    bytes >> 10,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt));
        }
    }
}
