package stockledger.trials.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FixedRateRunTest {

    private static final long START = TimeUnit.SECONDS.toNanos(1_000);
    private static final long END = START + TimeUnit.SECONDS.toNanos(1);
    private static final long GIVE_UP = END + TimeUnit.SECONDS.toNanos(1);

    private final StatsRecorder recorder = new StatsRecorder(START, END);
    private final FixedRateRun run = new FixedRateRun(() -> new byte[] {1}, recorder, START, END, 100, GIVE_UP);

    @Test
    void noRequestIsSentBeforeItIsDue() {
        assertThat(run.next(START - 1)).isNull();
        assertThat(run.nextDueNanos()).isEqualTo(START);
        assertThat(run.next(START)).isNotNull();
        assertThat(run.next(START)).isNull();
        assertThat(run.nextDueNanos()).isEqualTo(START + millis(10));
    }

    @Test
    void everyDueRequestIsSentHoweverLate() {
        assertThat(sent(START + millis(205))).isEqualTo(21);
    }

    @Test
    void latencyCountsFromTheDueTime() {
        // No connection is free for half a second; then every request is answered within a millisecond.
        long late = START + millis(500);
        for (Request request = run.next(late); request != null; request = run.next(late)) {
            request.onResponse(response(200), late, late + millis(1));
        }
        Stats stats = recorder.stats();

        assertThat(stats.answered()).isEqualTo(51);
        assertThat(stats.maxMillis()).isCloseTo(501, within(1.0));
        assertThat(stats.p50Millis()).isCloseTo(251, within(2.0));
    }

    @Test
    void unsentRequestsCountWithTheirWait() {
        assertThat(sent(END - millis(500))).isEqualTo(51);
        assertThat(run.next(GIVE_UP)).isNull();
        Stats stats = recorder.stats();

        assertThat(run.nextDueNanos()).isEqualTo(RequestSource.NEVER);
        assertThat(stats.unsent()).isEqualTo(49);
        assertThat(stats.p50Millis()).isBetween(1_000.0, 1_500.0);
    }

    @Test
    void anErrorIsNoResponse() {
        Request request = run.next(START);
        request.onResponse(response(500), START, START + millis(1));
        run.next(START + millis(10)).onFailure("no answer in time", START + millis(20));
        Stats stats = recorder.stats();

        assertThat(stats.answered()).isZero();
        assertThat(stats.perSecond()).isZero();
        assertThat(stats.failures()).containsEntry("status 500", 1L).containsEntry("no answer in time", 1L);
    }

    @Test
    void aLateResponseDoesNotCountAsThroughput() {
        run.next(START).onResponse(response(200), START, END + 1);

        assertThat(recorder.stats().perSecond()).isZero();
        assertThat(recorder.stats().answered()).isEqualTo(1);
    }

    private int sent(long now) {
        int sent = 0;
        while (run.next(now) != null) {
            sent++;
        }
        return sent;
    }

    private static RawResponse response(int status) {
        return new RawResponse(status, new byte[10], 5, 10, false, false);
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
