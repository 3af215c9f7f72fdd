package stockledger.trials.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.MissingNode;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StatsRecorderTest {

    private static final Offset<Double> RESOLUTION = within(0.1);

    @Test
    void percentilesAndThroughputFollowFromTheResponses() {
        StatsRecorder recorder = new StatsRecorder();
        for (int millis = 1; millis <= 100; millis++) {
            // Sent one after the other, so that the last response is received after 5,050 ms.
            long sent = millis * (millis - 1) / 2 * 1_000_000L;
            recorder.accepted(sent, sent + millis * 1_000_000L, 10);
        }

        Stats stats = recorder.stats();

        assertThat(stats.p50Millis()).isCloseTo(50, RESOLUTION);
        assertThat(stats.p95Millis()).isCloseTo(95, RESOLUTION);
        assertThat(stats.p99Millis()).isCloseTo(99, RESOLUTION);
        assertThat(stats.maxMillis()).isCloseTo(100, RESOLUTION);
        assertThat(stats.perSecond()).isCloseTo(100 / 5.05, RESOLUTION);
        assertThat(stats.bytesEach()).isEqualTo(10);
    }

    @Test
    void refusalsErrorsAndRetriesAreCountedSeparately() {
        RequestMetrics metrics = new RequestMetrics();
        metrics.onResponse(RequestKind.RESERVE, response(201));
        metrics.onResponse(RequestKind.RESERVE, response(409));
        metrics.onResponse(RequestKind.RESERVE, response(500));
        metrics.onFailure(RequestKind.RESERVE);
        metrics.onRetry(RequestKind.RESERVE);

        assertThat(metrics.all()).hasSize(1);
        KindStats reserve = metrics.all().get(0);
        assertThat(reserve.kind()).isEqualTo("reserve");
        assertThat(reserve.stats().accepted()).isEqualTo(1);
        assertThat(reserve.stats().refused()).isEqualTo(1);
        assertThat(reserve.stats().errors()).isEqualTo(2);
        assertThat(reserve.retries()).isEqualTo(1);
    }

    @Test
    void aWindowCountsRequestsDueInIt() {
        StatsRecorder recorder = new StatsRecorder(1_000_000_000L, 2_000_000_000L);
        recorder.accepted(900_000_000L, 1_100_000_000L, 1);
        recorder.accepted(1_900_000_000L, 2_100_000_000L, 1);
        recorder.accepted(1_400_000_000L, 1_500_000_000L, 1);

        Stats stats = recorder.stats();

        assertThat(stats.answered()).isEqualTo(2);
        assertThat(stats.perSecond()).isEqualTo(2);
        assertThat(stats.maxMillis()).isCloseTo(200, RESOLUTION);
    }

    private static Response response(int status) {
        return new Response(status, MissingNode.getInstance(), null, null, 0, 1, status < 300);
    }
}
