package stockledger.trials.http;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts and times of one kind of request. */
final class Tally {

    /** Longer answers are counted as this long. */
    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);

    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    private long accepted;
    private long refused;
    private long errors;
    private long retries;
    private long firstSentNanos;
    private long lastAnsweredNanos;

    synchronized void answered(Answer answer) {
        if (answer.accepted()) {
            accepted++;
        } else if (answer.status() >= 500) {
            errors++;
        } else {
            refused++;
        }
        boolean first = micros.getTotalCount() == 0;
        firstSentNanos = first || answer.sentNanos() - firstSentNanos < 0 ? answer.sentNanos() : firstSentNanos;
        lastAnsweredNanos =
                first || answer.answeredNanos() - lastAnsweredNanos > 0 ? answer.answeredNanos() : lastAnsweredNanos;
        long took = TimeUnit.NANOSECONDS.toMicros(answer.answeredNanos() - answer.sentNanos());
        micros.recordValue(Math.min(took, LONGEST_MICROS));
    }

    synchronized void seenInLedger() {
        accepted++;
    }

    synchronized void failed() {
        errors++;
    }

    synchronized void repeated() {
        retries++;
    }

    synchronized Measure measure(String kind) {
        double seconds = (lastAnsweredNanos - firstSentNanos) / 1e9;
        double perSecond = seconds > 0 ? micros.getTotalCount() / seconds : 0;
        return new Measure(
                kind,
                accepted,
                refused,
                errors,
                retries,
                perSecond,
                millisAt(50),
                millisAt(95),
                millisAt(99),
                micros.getMaxValue() / 1e3);
    }

    private double millisAt(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }
}
