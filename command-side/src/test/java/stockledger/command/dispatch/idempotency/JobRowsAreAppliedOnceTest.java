package stockledger.command.dispatch.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stockledger.command.dispatch.JobRow;

/** An aggregate remembers the rows of a job that it applied for as long as they may be repeated. */
class JobRowsAreAppliedOnceTest {

    private final AppliedRows rows = new AppliedRows();

    private static JobRow row(int chunk, int line) {
        return new JobRow("job", chunk, line);
    }

    @Test
    void aRowIsReadFromTheTextStoredWithItsEvent() {
        JobRow row = new JobRow("0000-1", 3, 2_017);
        assertThat(JobRow.of(row.text())).isEqualTo(row);
        assertThat(JobRow.of(new JobRow("a/b", 0, 1).text())).isEqualTo(new JobRow("a/b", 0, 1));
    }

    @Test
    void appliedLinesAreKnownAndRefusedLinesBetweenAreNot() {
        rows.add(row(0, 5));
        rows.add(row(0, 9));
        assertThat(rows.contain(row(0, 5))).isTrue();
        assertThat(rows.contain(row(0, 9))).isTrue();
        assertThat(rows.contain(row(0, 7))).isFalse();
        assertThat(rows.contain(row(0, 10))).isFalse();
        assertThat(rows.contain(new JobRow("other", 0, 5))).isFalse();
    }

    @Test
    void noRowOfAnEarlierChunkIsAppliedAgain() {
        rows.add(row(0, 5));
        rows.add(row(2, 80));
        assertThat(rows.contain(row(0, 5))).isTrue();
        assertThat(rows.contain(row(1, 40))).isTrue();
        assertThat(rows.contain(row(2, 81))).isFalse();
        assertThat(rows.contain(row(3, 5))).isFalse();
    }

    @Test
    void whileFewJobsAreRememberedNoneIsForgotten() {
        for (int job = 1; job < AppliedRows.MAX_JOBS; job++) {
            rows.add(new JobRow("job-" + job, 0, 1));
        }
        assertThat(rows.mayHaveForgotten(row(0, 1))).isFalse();
    }

    @Test
    void aJobThatIsNotRememberedMayBeForgottenOnceManyAre() {
        for (int job = 0; job < AppliedRows.MAX_JOBS; job++) {
            rows.add(new JobRow("job-" + job, 0, 1));
        }
        assertThat(rows.mayHaveForgotten(row(0, 1))).isTrue();
        assertThat(rows.mayHaveForgotten(new JobRow("job-1", 0, 2))).isFalse();
    }

    @Test
    void onlyTheNewestJobsAreRemembered() {
        for (int job = 0; job <= AppliedRows.MAX_JOBS; job++) {
            rows.add(new JobRow("job-" + job, 0, 1));
        }
        assertThat(rows.contain(new JobRow("job-0", 0, 1))).isFalse();
        assertThat(rows.contain(new JobRow("job-1", 0, 1))).isTrue();
        assertThat(rows.contain(new JobRow("job-" + AppliedRows.MAX_JOBS, 0, 1)))
                .isTrue();
    }
}
