package stockledger.query.overview;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import stockledger.events.EventStoreInspection.MissingPosition;
import stockledger.query.overview.Overview.Status;
import stockledger.query.overview.Overview.Store;
import stockledger.query.projection.EventStoreAdmin;

/** Asks the stores whether they answer, and what only they know, in the background and only while somebody looks. */
@Component
class StoreProbe {

    static final String EVENT_STORE = "eventStore";
    static final String MONGODB = "mongodb";
    static final String REDIS = "redis";

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** Counts read all jobs in a server of documents that has no indexes. */
    private static final Duration LONG_INTERVAL = Duration.ofSeconds(10);

    /** A store that has not answered for so long is down. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(2);

    private static final Duration FIRST_WAIT = Duration.ofMillis(300);
    private static final int THREADS = 5;
    private static final int KEEP_ALIVE_SECONDS = 10;

    private final RefreshedValue<Boolean> eventStore;
    private final RefreshedValue<Boolean> mongodb;
    private final RefreshedValue<Boolean> redis;
    private final RefreshedValue<Instant> awaitedSince;
    private final RefreshedValue<JobCounts.Counts> jobs;

    StoreProbe(EventStoreAdmin events, MongoDatabaseFactory mongo, RedisConnectionFactory redis, JobCounts jobs) {
        CustomizableThreadFactory factory = new CustomizableThreadFactory("overview-");
        factory.setDaemon(true);
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                0, THREADS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        this.eventStore = value(
                () -> {
                    events.head();
                    return true;
                },
                INTERVAL,
                threads);
        this.mongodb = value(
                () -> {
                    mongo.getMongoDatabase().runCommand(new Document("ping", 1));
                    return true;
                },
                INTERVAL,
                threads);
        this.redis = value(() -> ping(redis), INTERVAL, threads);
        this.awaitedSince = value(() -> oldest(events), LONG_INTERVAL, threads);
        this.jobs = value(jobs::count, LONG_INTERVAL, threads);
    }

    private static <T> RefreshedValue<T> value(Supplier<T> read, Duration interval, ThreadPoolExecutor threads) {
        return new RefreshedValue<>(read, interval, threads, System::nanoTime);
    }

    private static boolean ping(RedisConnectionFactory redis) {
        try (RedisConnection connection = redis.getConnection()) {
            return connection.ping() != null;
        }
    }

    /** The time of the event after the oldest position that readers wait for; the end of time when they do not. */
    private static Instant oldest(EventStoreAdmin events) {
        return events.order().missing().stream()
                .map(MissingPosition::since)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** What is known of the stores; the first time waits a moment for them. */
    List<Store> stores() {
        List.of(eventStore, mongodb, redis).forEach(RefreshedValue::get);
        List.of(eventStore, mongodb, redis).forEach(value -> value.awaitFirst(FIRST_WAIT));
        return List.of(store(EVENT_STORE, eventStore), store(MONGODB, mongodb), store(REDIS, redis));
    }

    private static Store store(String name, RefreshedValue<Boolean> value) {
        RefreshedValue.Reading<Boolean> known = value.get();
        if (known.waiting().compareTo(MAX_WAIT) > 0) {
            return new Store(
                    name, Status.DOWN, "no answer for " + known.waiting().toSeconds() + " s");
        }
        if (known.failure() != null) {
            // Not its text, which may have addresses.
            return new Store(name, Status.DOWN, known.failure().getClass().getSimpleName());
        }
        return new Store(name, known.value() == null ? Status.UNKNOWN : Status.UP, null);
    }

    /** For how long readers have waited for an open transaction; null when they do not. */
    @Nullable
    Duration orderWaiting(Clock clock) {
        Instant since = awaitedSince.get().value();
        return since == null || since.equals(Instant.MAX) ? null : Duration.between(since, clock.instant());
    }

    /** Null while they are unknown. */
    JobCounts.@Nullable Counts jobs() {
        RefreshedValue.Reading<JobCounts.Counts> known = jobs.get();
        if (known.value() == null) {
            jobs.awaitFirst(FIRST_WAIT);
            return jobs.get().value();
        }
        return known.value();
    }
}
