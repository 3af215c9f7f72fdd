package stockledger.trials.attack;

import java.util.TreeMap;
import stockledger.trials.client.MeasuredRequest;
import stockledger.trials.client.ResultListener;
import stockledger.trials.client.Stats;
import stockledger.trials.client.StatsRecorder;

/** The outcomes of one kind of request: refusals that name the time of the next attempt are apart from failures. */
final class Outcomes implements ResultListener {

    /** The failure of requests for which no connection was free. */
    static final String NOT_SENT = "not sent";

    private final StatsRecorder accepted;
    private final StatsRecorder later;
    private final TreeMap<String, Long> failures = new TreeMap<>();

    Outcomes(long startNanos, long endNanos) {
        accepted = new StatsRecorder(startNanos, endNanos);
        later = new StatsRecorder(startNanos, endNanos);
    }

    @Override
    public void accepted(long dueNanos, long receivedNanos, int bodyLength) {
        accepted.accepted(dueNanos, receivedNanos, bodyLength);
    }

    @Override
    public synchronized void failed(long dueNanos, long nowNanos, String reason) {
        if (reason.equals(MeasuredRequest.RETRY_LATER) || reason.equals("status 429")) {
            later.refused(dueNanos, nowNanos);
        } else {
            failures.merge(reason, 1L, Long::sum);
        }
    }

    @Override
    public synchronized void unsent(long dueNanos, long nowNanos) {
        failures.merge(NOT_SENT, 1L, Long::sum);
    }

    Stats accepted() {
        return accepted.stats();
    }

    /** Those that were told to come again. */
    Stats later() {
        return later.stats();
    }

    synchronized TreeMap<String, Long> failures() {
        return new TreeMap<>(failures);
    }
}
