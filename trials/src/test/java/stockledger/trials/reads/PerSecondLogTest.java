package stockledger.trials.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import stockledger.trials.client.FixedRateRun;
import stockledger.trials.client.RawResponse;
import stockledger.trials.client.Request;
import stockledger.trials.client.RequestSource;

class PerSecondLogTest {

    private static final long START = TimeUnit.SECONDS.toNanos(500);

    private final PerSecondLog log = new PerSecondLog("pages", START);
    private final FixedRateRun run = new FixedRateRun(
            () -> new byte[] {1},
            log,
            START,
            START + TimeUnit.SECONDS.toNanos(2),
            10,
            START + TimeUnit.DAYS.toNanos(1));

    @Test
    void secondsWithFailuresOrLongLatenciesAreListed() {
        for (int i = 0; i < 20; i++) {
            long due = START + TimeUnit.MILLISECONDS.toNanos(100L * i);
            Request request = run.next(due);
            assertThat(request).isNotNull();
            if (i == 3) {
                request.onResponse(response("503 X\r\nRetry-After: 1\r\n\r\n", 503), due, due + 1);
            } else if (i == 4) {
                request.onResponse(response("503 X\r\n\r\n", 503), due, due + 1);
            } else if (i == 15) {
                request.onResponse(response("200 OK\r\n\r\n{}", 200), due, due + TimeUnit.MILLISECONDS.toNanos(700));
            } else {
                request.onResponse(response("200 OK\r\n\r\n{}", 200), due, due + TimeUnit.MILLISECONDS.toNanos(2));
            }
        }

        assertThat(run.nextDueNanos()).isEqualTo(RequestSource.NEVER);
        assertThat(log.stats().answered()).isEqualTo(18);
        assertThat(log.stats().failures())
                .containsEntry("status 503 with Retry-After", 1L)
                .containsEntry("status 503", 1L);
        assertThat(log.stats().p99Millis()).isCloseTo(700, within(1.0));
        assertThat(log.lines(500)).hasSize(3);
        assertThat(log.lines(500).get(1)).contains("second    0: answered      8, failed      2");
        assertThat(log.lines(500).get(2)).contains("second    1: answered     10, failed      0");
    }

    @Test
    void latencyCountsFromTheDueTime() {
        Request first = run.next(START + TimeUnit.SECONDS.toNanos(1));
        assertThat(first).isNotNull();
        first.onFailure("no answer in time", START + TimeUnit.SECONDS.toNanos(3));

        assertThat(log.stats().p99Millis()).isCloseTo(3_000, within(5.0));
        assertThat(log.stats().failures()).containsKey("no answer in time");
    }

    private static RawResponse response(String text, int status) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new RawResponse(status, bytes, text.indexOf("\r\n\r\n") + 4, bytes.length, false, false);
    }
}
