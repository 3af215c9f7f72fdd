package stockledger.trials.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadilyTest {

    private static final long START = TimeUnit.SECONDS.toNanos(500);

    private final SteadyLog log = new SteadyLog("pages", START);
    private final Steadily steadily = new Steadily(() -> new byte[] {1}, log, START, 10, 2);

    @Test
    void eachSecondInWhichSomethingFailedOrTookLongIsTold() {
        for (int i = 0; i < 20; i++) {
            long due = START + TimeUnit.MILLISECONDS.toNanos(100L * i);
            Errand errand = steadily.next(due);
            assertThat(errand).isNotNull();
            if (i == 3) {
                errand.heard(reply("503 X\r\nRetry-After: 1\r\n\r\n", 503), due, due + 1);
            } else if (i == 4) {
                errand.heard(reply("503 X\r\n\r\n", 503), due, due + 1);
            } else if (i == 15) {
                errand.heard(reply("200 OK\r\n\r\n{}", 200), due, due + TimeUnit.MILLISECONDS.toNanos(700));
            } else {
                errand.heard(reply("200 OK\r\n\r\n{}", 200), due, due + TimeUnit.MILLISECONDS.toNanos(2));
            }
        }

        assertThat(steadily.dueNanos()).isEqualTo(Errands.NEVER);
        assertThat(log.answered()).isEqualTo(18);
        assertThat(log.failures()).containsEntry("503 with Retry-After", 1L).containsEntry("503", 1L);
        assertThat(log.p99Millis()).isCloseTo(700, within(1.0));
        assertThat(log.lines(500)).hasSize(3);
        assertThat(log.lines(500).get(1)).contains("second    0: answered      8, else      2");
        assertThat(log.lines(500).get(2)).contains("second    1: answered     10, else      0");
    }

    @Test
    void whatIsLateCountsFromWhenItWasDue() {
        Errand first = steadily.next(START + TimeUnit.SECONDS.toNanos(1));
        assertThat(first).isNotNull();
        first.failed("no answer in time", START + TimeUnit.SECONDS.toNanos(3));

        assertThat(log.p99Millis()).isCloseTo(3_000, within(5.0));
        assertThat(log.failures()).containsKey("no answer in time");
    }

    private static Reply reply(String text, int status) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new Reply(status, bytes, text.indexOf("\r\n\r\n") + 4, bytes.length, false, false);
    }
}
