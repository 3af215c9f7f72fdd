package stockledger.query.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import stockledger.events.bulk.RowFailure;

/** The lines of failed rows are in ascending order, whatever the order in which they were added. */
class FailedLinesTest {

    @Test
    void withoutFailures() {
        assertThat(FailedLines.with(null, List.of())).isNull();
        assertThat(FailedLines.of(null)).isEmpty();
    }

    @Test
    void addedInAnyOrder() {
        Random random = new Random(7);
        TreeSet<Integer> expected = new TreeSet<>(List.of(1, Integer.MAX_VALUE));
        String stored = FailedLines.with(null, List.of(failure(Integer.MAX_VALUE), failure(1)));
        for (int chunk = 0; chunk < 50; chunk++) {
            List<RowFailure> failures = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int line = 1 + random.nextInt(1 << random.nextInt(1, 30));
                if (expected.add(line)) {
                    failures.add(failure(line));
                }
            }
            stored = FailedLines.with(stored, failures);
        }
        assertThat(FailedLines.of(stored)).containsExactly(expected.toArray(Integer[]::new));
    }

    private static RowFailure failure(int line) {
        return new RowFailure(line, "wrong-type", "quantity");
    }
}
