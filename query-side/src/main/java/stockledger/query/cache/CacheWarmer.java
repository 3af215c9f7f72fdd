package stockledger.query.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads in what is read most before this process is asked for it: when it starts, and when what it kept serves no longer,
 * since it could not hear of changes, the generation is another one, or an epoch that was rebuilt is served.
 *
 * <p>After a rebuild the answers are in Redis already, put there by who folded them. So they are read in once the new
 * epoch is served, which takes a moment, and nothing has to be agreed before.
 */
final class CacheWarmer extends Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(CacheWarmer.class);
    private static final int ALL = 100;
    private static final long LINES_APART_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<HotKeySource> favourites;
    private final HotKeyStore reads;
    private final LocalCache process;
    private final InvalidationEvents changes;
    private final InvalidationSubscriber pulse;
    private final WarmupHealthIndicator warmEnough;
    private final CacheMeters meters;
    private final CacheSettings cache;
    private final WarmingSettings settings;
    private final Map<String, Place> readIn = new HashMap<>();
    private long endedAt;
    private boolean troubled;

    CacheWarmer(
            List<HotKeySource> favourites,
            HotKeyStore reads,
            LocalCache process,
            InvalidationEvents changes,
            InvalidationSubscriber pulse,
            WarmupHealthIndicator warmEnough,
            CacheMeters meters,
            CacheSettings cache,
            WarmingSettings settings) {
        super("cache-warming", cache.generationMillis());
        this.favourites = favourites;
        this.reads = reads;
        this.process = process;
        this.changes = changes;
        this.pulse = pulse;
        this.warmEnough = warmEnough;
        this.meters = meters;
        this.cache = cache;
        this.settings = settings;
    }

    /** Where answers are kept, for as long as they serve. */
    private record Place(String shelf, long era, @Nullable String word) {

        boolean isFirm() {
            return era != 0 && word != null;
        }

        String prefix() {
            return shelf + ":" + word;
        }
    }

    @Override
    void round() {
        try {
            boolean all = true;
            for (HotKeySource some : favourites) {
                all &= some.areCaughtUp() && tend(some);
            }
            if (all) {
                warmEnough.enough();
            }
            troubled = false;
        } catch (RuntimeException e) {
            if (!troubled) {
                LOG.info("what is read most cannot be read in yet: {}", e.toString());
            }
            troubled = true;
        }
    }

    /** Whether some are read in that may be served now. */
    private boolean tend(HotKeySource some) {
        warmEnough.waits();
        if (settings.most() == 0 || pulse.hearsNothing()) {
            return true;
        }
        Place place = place(some);
        Place before = readIn.get(some.name());
        if (place.equals(before)) {
            return true;
        }
        boolean pauses = before != null && System.nanoTime() - endedAt < millis(settings.pauseMillis());
        if (!place.isFirm() || pauses) {
            return false;
        }
        if (before != null && !before.prefix().equals(place.prefix())) {
            process.forget(before.prefix());
        }
        List<String> most = reads.most(some.name());
        boolean whole = most.isEmpty() || readIn(some, place, most);
        if (whole) {
            readIn.put(some.name(), place);
        }
        endedAt = System.nanoTime();
        return whole;
    }

    private Place place(HotKeySource some) {
        InvalidationEvents.SubscriptionState ground = changes.ground();
        return new Place(some.shelf(), ground.era(), ground.word());
    }

    /** Reads these in; false when that was for nothing, since another place is served meanwhile. */
    private boolean readIn(HotKeySource some, Place place, List<String> keys) {
        Walked walked = new Walked(place.shelf(), keys.size());
        LOG.info("{}: reading in the {} that are read most", place.shelf(), keys.size());
        for (int from = 0; from < keys.size() && process.hasRoomFor(walked.bytes); from += settings.together()) {
            if (!isRunning() || !place.equals(place(some))) {
                return false;
            }
            List<String> next = keys.subList(from, Math.min(from + settings.together(), keys.size()));
            walked.add(next.size(), some.find(next));
            if (walked.percent() >= settings.readyPercent()) {
                warmEnough.enough();
            }
        }
        walked.end();
        return true;
    }

    /** How far it is, told now and then. */
    private final class Walked {
        private final String shelf;
        private final int all;
        private final long begunAt = System.nanoTime();
        private long toldAt = begunAt;
        private int looked;
        private int found;
        private long bytes;

        private Walked(String shelf, int all) {
            this.shelf = shelf;
            this.all = all;
        }

        private void add(int keys, Map<String, CachedResponse> answers) {
            looked += keys;
            found += answers.size();
            answers.forEach((key, answer) -> bytes += LocalCache.bytes(shelf, key, answer));
            meters.warmed.increment(answers.size());
            if (System.nanoTime() - toldAt >= LINES_APART_NANOS) {
                toldAt = System.nanoTime();
                LOG.info("{}: {} of {} are read in, {} percent", shelf, looked, all, percent());
            }
        }

        private int percent() {
            return looked * ALL / all;
        }

        private void end() {
            LOG.info(
                    "{}: {} are read in, {} KB, in {} ms",
                    shelf,
                    found,
                    bytes >> 10,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunAt));
        }
    }

    private static long millis(int millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
