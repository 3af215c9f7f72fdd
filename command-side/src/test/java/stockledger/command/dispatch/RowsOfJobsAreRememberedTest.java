package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An aggregate knows which rows of a job it applied, as long as they may come again, and no longer. */
class RowsOfJobsAreRememberedTest {

    private final RememberedRows rows = new RememberedRows();

    private static JobRow row(int chunk, int line) {
        return new JobRow("job", chunk, line);
    }

    @Test
    void aRowIsKnownAgainByWhatIsKeptWithItsEvent() {
        JobRow row = new JobRow("0000-1", 3, 2_017);
        assertThat(JobRow.of(row.text())).isEqualTo(row);
        assertThat(JobRow.of(new JobRow("a/b", 0, 1).text())).isEqualTo(new JobRow("a/b", 0, 1));
    }

    @Test
    void whatWasAppliedIsKnownAndWhatWasRefusedBetweenIsNot() {
        rows.note(row(0, 5));
        rows.note(row(0, 9));
        assertThat(rows.applied(row(0, 5))).isTrue();
        assertThat(rows.applied(row(0, 9))).isTrue();
        assertThat(rows.applied(row(0, 7))).isFalse();
        assertThat(rows.applied(row(0, 10))).isFalse();
        assertThat(rows.applied(new JobRow("other", 0, 5))).isFalse();
    }

    @Test
    void theChunkBeforeIsOverAndNoneOfItIsAppliedAgain() {
        rows.note(row(0, 5));
        rows.note(row(2, 80));
        assertThat(rows.applied(row(0, 5))).isTrue();
        assertThat(rows.applied(row(1, 40))).isTrue();
        assertThat(rows.applied(row(2, 81))).isFalse();
        assertThat(rows.applied(row(3, 5))).isFalse();
    }

    @Test
    void onlyTheJobsThatCameLastAreRemembered() {
        for (int job = 0; job <= RememberedRows.MOST_JOBS; job++) {
            rows.note(new JobRow("job-" + job, 0, 1));
        }
        assertThat(rows.applied(new JobRow("job-0", 0, 1))).isFalse();
        assertThat(rows.applied(new JobRow("job-1", 0, 1))).isTrue();
        assertThat(rows.applied(new JobRow("job-" + RememberedRows.MOST_JOBS, 0, 1)))
                .isTrue();
    }
}
