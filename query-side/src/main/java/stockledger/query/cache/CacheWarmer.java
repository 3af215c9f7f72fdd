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
 * Loads the hottest responses before they are requested: at start, and when the local cache was invalidated as a whole:
 * its subscription was lost, the generation changed, or another epoch is served.
 */
final class CacheWarmer {

    private static final Logger LOG = LoggerFactory.getLogger(CacheWarmer.class);

    /** Bounds what one read of Redis or MongoDB returns. */
    private static final int BATCH_SIZE = 100;

    /** Limits warming if the connection is lost repeatedly. */
    private static final Duration MIN_PAUSE = Duration.ofSeconds(5);

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

    /** The state for which loaded responses are valid. */
    private record Target(
            String region, long subscriptionId, @Nullable String generation) {

        boolean isComplete() {
            return subscriptionId != 0 && generation != null;
        }

        String prefix() {
            return region + ":" + generation;
        }
    }

    /** Loads missing responses; called periodically. */
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
        return new Target(source.region(), state.subscriptionId(), state.generation());
    }

    /** Loads these keys; false when the target changed meanwhile. */
    private boolean load(HotKeySource source, Target target, List<String> keys) {
        LOG.info("{}: loading the {} hottest responses", target.region(), keys.size());
        long startedAt = System.nanoTime();
        int loaded = 0;
        for (int from = 0; from < keys.size() && !local.isNearlyFull(); from += BATCH_SIZE) {
            if (!running.getAsBoolean() || !target.equals(target(source))) {
                return false;
            }
            int to = Math.min(from + BATCH_SIZE, keys.size());
            int found = source.find(keys.subList(from, to)).size();
            meters.warmed.increment(found);
            loaded += found;
            if (to * PERCENT / keys.size() >= settings.readyPercent()) {
                health.warm();
            }
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
        LOG.info("{}: {} loaded in {} ms", target.region(), loaded, millis);
        return true;
    }
}
