package stockledger.trials.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

    private static final long START = TimeUnit.SECONDS.toNanos(1_000);
    private static final long END = START + TimeUnit.SECONDS.toNanos(1);
    private static final long GIVE_UP = END + TimeUnit.SECONDS.toNanos(1);

    private final Times times = new Times(START, END);
    private final OpenLoop open = new OpenLoop(() -> new byte[] {1}, times, START, END, 100, GIVE_UP);

    @Test
    void nothingIsAskedBeforeItIsDue() {
        assertThat(open.next(START - 1)).isNull();
        assertThat(open.dueNanos()).isEqualTo(START);
        assertThat(open.next(START)).isNotNull();
        assertThat(open.next(START)).isNull();
        assertThat(open.dueNanos()).isEqualTo(START + millis(10));
    }

    @Test
    void allThatIsDueIsAskedHoweverLateItIs() {
        assertThat(asked(START + millis(205))).isEqualTo(21);
    }

    @Test
    void anAnswerHasTakenAsLongAsItsQuestionWasDue() {
        // Nobody was free for half a second; then all are answered at once, within a millisecond each.
        long late = START + millis(500);
        for (Errand errand = open.next(late); errand != null; errand = open.next(late)) {
            errand.heard(reply(200), late, late + millis(1));
        }
        Measured measured = times.measured();

        assertThat(measured.answered()).isEqualTo(51);
        assertThat(measured.maxMillis()).isCloseTo(501, within(1.0));
        assertThat(measured.p50Millis()).isCloseTo(251, within(2.0));
    }

    @Test
    void whatIsNeverSentHasWaitedAllTheSame() {
        assertThat(asked(END - millis(500))).isEqualTo(51);
        assertThat(open.next(GIVE_UP)).isNull();
        Measured measured = times.measured();

        assertThat(open.dueNanos()).isEqualTo(Errands.NEVER);
        assertThat(measured.unsent()).isEqualTo(49);
        assertThat(measured.p50Millis()).isBetween(1_000.0, 1_500.0);
    }

    @Test
    void anErrorIsNoAnswer() {
        Errand errand = open.next(START);
        errand.heard(reply(500), START, START + millis(1));
        open.next(START + millis(10)).failed("no answer in time", START + millis(20));
        Measured measured = times.measured();

        assertThat(measured.answered()).isZero();
        assertThat(measured.perSecond()).isZero();
        assertThat(measured.failures()).containsEntry("status 500", 1L).containsEntry("no answer in time", 1L);
    }

    @Test
    void whatIsHeardTooLateAddsNothingToTheSpeed() {
        open.next(START).heard(reply(200), START, END + 1);

        assertThat(times.measured().perSecond()).isZero();
        assertThat(times.measured().answered()).isEqualTo(1);
    }

    private int asked(long now) {
        int asked = 0;
        while (open.next(now) != null) {
            asked++;
        }
        return asked;
    }

    private static Reply reply(int status) {
        return new Reply(status, new byte[10], 5, 10, false, false);
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
