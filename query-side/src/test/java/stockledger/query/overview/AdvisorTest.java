package stockledger.query.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stockledger.query.overview.Advisor.Facts;
import stockledger.query.overview.JobCounts.Counts;
import stockledger.query.overview.MeterSample.Lag;
import stockledger.query.overview.Overview.Activity;
import stockledger.query.overview.Overview.Advice;
import stockledger.query.overview.Overview.CacheLevel;
import stockledger.query.overview.Overview.ProjectionState;
import stockledger.query.overview.Overview.Severity;
import stockledger.query.overview.Overview.Status;
import stockledger.query.overview.Overview.Store;

class AdvisorTest {

    private static final ProjectionState FINE = new ProjectionState("sku", Activity.RUNNING, 0L, 0L, 0);
    private static final List<Store> UP = List.of(new Store("eventStore", Status.UP, null));

    private static Facts facts(ProjectionState projection) {
        return new Facts(false, null, List.of(projection), Map.of(), 0, new Counts(3, 1, 0), List.of(), true, 0, 0, UP);
    }

    private static Advice only(Facts facts) {
        List<Advice> all = Advisor.advice(facts);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static ProjectionState lagging(long seconds) {
        return new ProjectionState("sku", Activity.RUNNING, 9L, seconds, 0);
    }

    private static Facts growing(long before, long now) {
        Map<String, Lag> earlier = Map.of("sku", new Lag(1, before, 0, 0, 0));
        return new Facts(false, null, List.of(lagging(now)), earlier, 0, null, List.of(), true, 0, 0, UP);
    }

    private static Facts of(
            boolean refused, @Nullable Duration waiting, long drifted, long failed, boolean subscribed, Status store) {
        return new Facts(
                refused,
                waiting,
                List.of(FINE),
                Map.of(),
                drifted,
                new Counts(0, 0, failed),
                List.of(new CacheLevel("process", 900, 100, 0.9)),
                subscribed,
                0,
                0,
                List.of(new Store("mongodb", store, null)));
    }

    @Test
    void nothingIsToBeDoneWhenAllIsFine() {
        assertThat(Advisor.advice(facts(FINE))).isEmpty();
        assertThat(Advisor.advice(of(false, Duration.ofSeconds(3), 0, 0, true, Status.UNKNOWN)))
                .isEmpty();
    }

    @Test
    void theMostSevereComesFirst() {
        List<Advice> all = Advisor.advice(of(true, Duration.ofSeconds(40), 2, 1, false, Status.DOWN));
        assertThat(all)
                .extracting(Advice::runbook)
                .containsExactly(
                        "runbook-restore", "faults", "runbook-drift", "runbook-stalled-order", "jobs", "faults");
        assertThat(all).extracting(Advice::severity).isSorted();
        assertThat(all.get(1).text()).isEqualTo("MongoDB does not answer.");
        assertThat(all.get(2).text()).startsWith("2 SKUs differ");
        assertThat(all.get(4).text()).startsWith("1 job of");
    }

    @Test
    void parkedKeysAreRetriedOrDiscarded() {
        Advice advice = only(facts(new ProjectionState("sku", Activity.RUNNING, 0L, 0L, 2)));
        assertThat(advice.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(advice.text()).startsWith("2 keys of sku");
        assertThat(advice.path()).isEqualTo("/console/parked?projection=sku");
    }

    @Test
    void theLagOfAPausedProjectionIsNoSurprise() {
        assertThat(only(facts(new ProjectionState("sku", Activity.PAUSED, 9L, 900L, 0)))
                        .text())
                .contains("is paused");
    }

    @Test
    void aLagThatGrowsIsNamedBeforeItIsLong() {
        assertThat(Advisor.advice(growing(12, 10))).isEmpty();
        assertThat(only(growing(5, 10)).severity()).isEqualTo(Severity.WARNING);
        assertThat(only(growing(5, 10)).text()).endsWith("the lag grows.");
        assertThat(only(facts(lagging(40))).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void aColdCacheIsNamedWhenThereAreEnoughLookups() {
        List<CacheLevel> few = List.of(new CacheLevel("process", 1, 9, 0.1));
        List<CacheLevel> many = List.of(new CacheLevel("process", 100, 900, 0.1));
        assertThat(Advisor.advice(new Facts(false, null, List.of(FINE), Map.of(), 0, null, few, true, 0, 0, UP)))
                .isEmpty();
        assertThat(only(new Facts(false, null, List.of(FINE), Map.of(), 0, null, many, true, 0, 0, UP))
                        .severity())
                .isEqualTo(Severity.INFO);
    }

    @Test
    void webhooksThatFailOrArePausedAreNamedOnce() {
        assertThat(only(webhooks(2, 1)).text())
                .startsWith("1 webhook was paused since it failed, and 2 webhooks fail: correct the receiver");
        assertThat(only(webhooks(1, 0)).text()).startsWith("1 webhook fails: ");
        assertThat(only(webhooks(0, 2)).path()).isEqualTo("/console/webhooks");
    }

    private static Facts webhooks(long failing, long paused) {
        return new Facts(false, null, List.of(FINE), Map.of(), 0, null, List.of(), true, failing, paused, UP);
    }
}
