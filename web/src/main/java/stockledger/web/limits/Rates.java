package stockledger.web.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of callers.
 *
 * <p>How it works: a bucket of this process decides at once, without a round trip. Where there is a Redis, each request is taken
 * from a bucket of all processes too, later and in batches, and its answer is not awaited: when that bucket is empty, the caller
 * is refused until it fills. Without Redis each process decides by itself.
 */
final class Rates {

    /** Some 500 bytes each; a caller whose budgets were dropped begins with full ones. */
    private static final int MAX_CALLERS = 20_000;

    private static final Duration KEPT = Duration.ofMinutes(5);

    private static final int COMMANDS_PER_SECOND = 1_000;
    private static final int QUERIES_PER_SECOND = 2_000;
    private static final int UPLOADS_PER_MINUTE = 60;

    private final Map<Work, Limit> limits = new EnumMap<>(Work.class);
    private final @Nullable SharedBudgets shared;
    private final Cache<Key, Budget> budgets = Caffeine.newBuilder()
            .maximumSize(MAX_CALLERS)
            .expireAfterAccess(KEPT)
            .build();

    private record Key(Work work, String caller) {}

    /**
     * The size of a budget.
     *
     * @param name of the policy, in headers
     * @param isDefault not for callers of a service without authentication
     */
    private record Limit(String name, int requests, Duration per, boolean isDefault, BucketConfiguration size) {

        static Limit of(String name, @Nullable Integer configured, int byDefault, Duration per) {
            int requests = configured == null ? byDefault : configured;
            long burst = Math.max(1, 2L * requests);
            BucketConfiguration size = BucketConfiguration.builder()
                    .addLimit(Bandwidth.builder()
                            .capacity(burst)
                            .refillGreedy(Math.max(1, requests), per)
                            .build())
                    .build();
            return new Limit(name, requests, per, configured == null, size);
        }
    }

    /**
     * Whether a request is within its caller's budget.
     *
     * @param policy name and size, as the header {@code RateLimit-Policy} has them
     * @param waitNanos until the next request is; 0 when this one is
     */
    record Decision(String policy, long remaining, long waitNanos) {

        boolean isRefused() {
            return waitNanos > 0;
        }

        /** As the header {@code RateLimit} has it. */
        String state() {
            return "\"" + policy.substring(1, policy.indexOf('"', 1)) + "\";r=" + remaining + ";t=" + waitSeconds();
        }

        /** Whole seconds to wait, at least one for a refused request. */
        long waitSeconds() {
            return (waitNanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
        }
    }

    Rates(RateSettings settings, @Nullable SharedBudgets shared) {
        this.shared = shared;
        Duration second = Duration.ofSeconds(1);
        limits.put(Work.COMMAND, Limit.of("commands", settings.commandsPerSecond(), COMMANDS_PER_SECOND, second));
        limits.put(Work.QUERY, Limit.of("queries", settings.queriesPerSecond(), QUERIES_PER_SECOND, second));
        limits.put(
                Work.ROWS, Limit.of("uploads", settings.uploadsPerMinute(), UPLOADS_PER_MINUTE, Duration.ofMinutes(1)));
    }

    /**
     * Takes a request from the budget of its caller.
     *
     * @param open whether everybody may do everything, since the service has no authentication
     * @return null when the request is not limited
     */
    @Nullable
    Decision take(Work work, String caller, boolean open) {
        Limit limit = limits.get(work);
        if (limit == null || limit.requests() == 0 || open && limit.isDefault()) {
            return null;
        }
        return budgets.get(new Key(work, caller), key -> new Budget(limit, key)).take();
    }

    private final class Budget {

        private final String policy;
        private final Bucket local;
        private final SharedBudgets.@Nullable Budget ofAll;
        private volatile long emptyUntil = System.nanoTime();

        Budget(Limit limit, Key key) {
            this.policy = "\"" + limit.name() + "\";q=" + limit.requests() + ";w="
                    + limit.per().toSeconds();
            this.local =
                    Bucket.builder().addLimit(limit.size().getBandwidths()[0]).build();
            this.ofAll = shared == null ? null : shared.of(key.work().tag() + ":" + key.caller(), limit.size());
        }

        Decision take() {
            long empty = emptyUntil - System.nanoTime();
            if (empty > 0) {
                return new Decision(policy, 0, empty);
            }
            ConsumptionProbe probe = local.tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                return new Decision(policy, 0, Math.max(1, probe.getNanosToWaitForRefill()));
            }
            if (ofAll != null) {
                ofAll.take().thenAccept(this::decidedByAll);
            }
            return new Decision(policy, probe.getRemainingTokens(), 0);
        }

        private void decidedByAll(ConsumptionProbe probe) {
            if (!probe.isConsumed()) {
                emptyUntil = System.nanoTime() + probe.getNanosToWaitForRefill();
            }
        }
    }
}
