package stockledger.query.overview;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.query.overview.Overview.Activity;
import stockledger.query.overview.Overview.Advice;
import stockledger.query.overview.Overview.CacheLevel;
import stockledger.query.overview.Overview.ProjectionState;
import stockledger.query.overview.Overview.Severity;
import stockledger.query.overview.Overview.Store;

/** Says what is to be done next, by rules, each with the page of the console and the section of docs/operations.md. */
final class Advisor {

    /** Below it, most pages are read from MongoDB or Redis. */
    private static final double LOW_SHARE = 0.5;

    /** Fewer lookups say little. */
    private static final long MIN_LOOKUPS = 500;

    private static final long LONG_LAG_SECONDS = 30;
    private static final long GROWING_LAG_SECONDS = 5;
    private static final Duration LONG_WAIT = Duration.ofSeconds(10);

    private static final String PROJECTIONS = "/console/projections";
    private static final String FAULTS = "faults";

    private Advisor() {}

    /**
     * What the rules look at.
     *
     * @param isRefused whether the event store is not the one of the read models
     * @param orderWaiting for how long readers have waited for positions of open transactions; null when they do not
     * @param lagBefore the projections a minute ago
     * @param isSubscribed whether this process receives invalidations
     * @param failingWebhooks whose deliveries by this process fail
     * @param pausedWebhooks that were paused since their deliveries failed
     */
    record Facts(
            boolean isRefused,
            @Nullable Duration orderWaiting,
            List<ProjectionState> projections,
            Map<String, MeterSample.Lag> lagBefore,
            long driftedSkus,
            JobCounts.@Nullable Counts jobs,
            List<CacheLevel> cache,
            boolean isSubscribed,
            long failingWebhooks,
            long pausedWebhooks,
            List<Store> stores) {}

    /** The most severe first. */
    static List<Advice> advice(Facts facts) {
        List<Advice> all = new ArrayList<>();
        if (facts.isRefused()) {
            all.add(new Advice(
                    Severity.CRITICAL,
                    "The event store is not the one that the read models were folded from. Nothing is served until it is"
                            + " accepted.",
                    null,
                    "runbook-restore"));
        }
        facts.stores().stream()
                .filter(Store::isDown)
                .forEach(store ->
                        all.add(new Advice(Severity.CRITICAL, storeName(store) + " does not answer.", null, FAULTS)));
        facts.projections().forEach(projection -> addProjection(projection, facts, all));
        if (facts.orderWaiting() != null && facts.orderWaiting().compareTo(LONG_WAIT) >= 0) {
            all.add(new Advice(
                    Severity.WARNING,
                    "Readers have waited " + facts.orderWaiting().toSeconds()
                            + " s for an open transaction on the event store.",
                    PROJECTIONS,
                    "runbook-stalled-order"));
        }
        if (facts.driftedSkus() > 0) {
            all.add(new Advice(
                    Severity.CRITICAL,
                    count(facts.driftedSkus(), "SKU differs from its events", "SKUs differ from their events")
                            + ": read the differences, then repair.",
                    "/console/audit",
                    "runbook-drift"));
        }
        JobCounts.Counts jobs = facts.jobs();
        if (jobs != null && jobs.failed() > 0) {
            all.add(new Advice(
                    Severity.WARNING,
                    count(
                                    jobs.failed(),
                                    "job of the last day stopped or has failed rows",
                                    "jobs of the last day stopped or have failed rows")
                            + ": download the rows, correct them and send them again.",
                    "/console/jobs",
                    "jobs"));
        }
        if (!facts.isSubscribed()) {
            all.add(new Advice(
                    Severity.WARNING,
                    "This process receives no invalidations from Redis and caches pages for a second only.",
                    null,
                    FAULTS));
        }
        addWebhooks(facts, all);
        addCache(facts.cache(), all);
        all.sort(Comparator.comparing(Advice::severity));
        return List.copyOf(all);
    }

    private static void addProjection(ProjectionState projection, Facts facts, List<Advice> all) {
        String name = projection.name();
        if (projection.parked() > 0) {
            all.add(new Advice(
                    Severity.CRITICAL,
                    count(projection.parked(), "key of " + name + " waits", "keys of " + name + " wait")
                            + " behind an event that cannot be processed: retry after a fix, or discard the event.",
                    "/console/parked?projection=" + name,
                    "runbook-poison-event"));
        }
        if (projection.state() == Activity.STUCK) {
            all.add(new Advice(
                    Severity.CRITICAL,
                    name + " is stuck at an event that it must not park.",
                    PROJECTIONS,
                    "readiness"));
        }
        if (projection.state() == Activity.PAUSED) {
            all.add(new Advice(
                    Severity.WARNING,
                    name + " is paused: what it serves does not change until it is resumed.",
                    PROJECTIONS,
                    "runbook-rebuild"));
            return;
        }
        Long events = projection.lagEvents();
        Long seconds = projection.lagSeconds();
        if (events == null || seconds == null) {
            return;
        }
        MeterSample.Lag before = facts.lagBefore().get(name);
        boolean isGrowing = before != null && seconds >= GROWING_LAG_SECONDS && seconds > before.seconds();
        if (seconds > LONG_LAG_SECONDS || isGrowing) {
            all.add(new Advice(
                    seconds > LONG_LAG_SECONDS ? Severity.CRITICAL : Severity.WARNING,
                    name + " is " + seconds + " s and " + count(events, "event", "events") + " behind"
                            + (isGrowing ? ", and the lag grows." : "."),
                    PROJECTIONS,
                    FAULTS));
        }
    }

    private static void addWebhooks(Facts facts, List<Advice> all) {
        List<String> found = new ArrayList<>();
        if (facts.pausedWebhooks() > 0) {
            found.add(count(facts.pausedWebhooks(), "webhook was paused since it", "webhooks were paused since they")
                    + " failed");
        }
        if (facts.failingWebhooks() > 0) {
            found.add(count(facts.failingWebhooks(), "webhook fails", "webhooks fail"));
        }
        if (!found.isEmpty()) {
            all.add(new Advice(
                    Severity.WARNING,
                    String.join(", and ", found) + ": correct the receiver, and resume what is paused.",
                    "/console/webhooks",
                    "runbook-failing-webhooks"));
        }
    }

    private static void addCache(List<CacheLevel> levels, List<Advice> all) {
        for (CacheLevel level : levels) {
            Double share = level.share();
            if (level.level().equals("process")
                    && share != null
                    && share < LOW_SHARE
                    && level.hits() + level.misses() >= MIN_LOOKUPS) {
                all.add(new Advice(
                        Severity.INFO,
                        "Only " + Math.round(share * 100)
                                + " % of the lookups hit the cache of this process: it is cold, or too small.",
                        null,
                        FAULTS));
            }
        }
    }

    private static String storeName(Store store) {
        return switch (store.name()) {
            case StoreProbe.EVENT_STORE -> "The event store";
            case StoreProbe.MONGODB -> "MongoDB";
            default -> "Redis";
        };
    }

    private static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
