package stockledger.trials.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.MissingNode;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final Offset<Double> RESOLUTION = within(0.1);

    @Test
    void percentilesAndRateComeFromTheAnswers() {
        Tally tally = new Tally();
        for (int millis = 1; millis <= 100; millis++) {
            // Sent one after the other, so that the last answer comes after 5,050 ms.
            long sent = millis * (millis - 1) / 2 * 1_000_000L;
            tally.answered(answer(200, sent, sent + millis * 1_000_000L));
        }

        Measure measure = tally.measure("ship");

        assertThat(measure.p50Millis()).isCloseTo(50, RESOLUTION);
        assertThat(measure.p95Millis()).isCloseTo(95, RESOLUTION);
        assertThat(measure.p99Millis()).isCloseTo(99, RESOLUTION);
        assertThat(measure.maxMillis()).isCloseTo(100, RESOLUTION);
        assertThat(measure.perSecond()).isCloseTo(100 / 5.05, RESOLUTION);
    }

    @Test
    void refusalsAndErrorsAreToldApart() {
        Tally tally = new Tally();
        tally.answered(answer(201, 0, 1));
        tally.answered(answer(409, 0, 1));
        tally.answered(answer(500, 0, 1));
        tally.failed();
        tally.repeated();

        Measure measure = tally.measure("reserve");

        assertThat(measure.accepted()).isEqualTo(1);
        assertThat(measure.refused()).isEqualTo(1);
        assertThat(measure.errors()).isEqualTo(2);
        assertThat(measure.retries()).isEqualTo(1);
    }

    private static Answer answer(int status, long sent, long answered) {
        return new Answer(status, MissingNode.getInstance(), null, sent, answered, status < 300);
    }
}
