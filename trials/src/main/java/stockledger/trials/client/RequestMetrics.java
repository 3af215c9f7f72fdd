package stockledger.trials.client;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts and latencies of requests by kind. */
public final class RequestMetrics {

    private final Map<RequestKind, StatsRecorder> recorders = new EnumMap<>(RequestKind.class);
    private final Map<RequestKind, Long> retries = new EnumMap<>(RequestKind.class);

    /** A final response: accepted, an error of the service (5xx), or a refusal. */
    synchronized void onResponse(RequestKind kind, Response response) {
        StatsRecorder recorder = recorder(kind);
        if (response.accepted()) {
            recorder.accepted(response.sentNanos(), response.receivedNanos(), 0);
        } else if (response.status() >= 500) {
            recorder.failed(response.sentNanos(), response.receivedNanos(), response.summary());
        } else {
            recorder.refused(response.sentNanos(), response.receivedNanos());
        }
    }

    synchronized void onProbedEffect(RequestKind kind) {
        recorder(kind).acceptedWithoutResponse();
    }

    /** No final response within the retry timeout. */
    synchronized void onFailure(RequestKind kind) {
        recorder(kind).failed("no final response");
    }

    synchronized void onRetry(RequestKind kind) {
        recorder(kind);
        retries.merge(kind, 1L, Long::sum);
    }

    /** The figures of each kind that occurred, in the order of the kinds. */
    public synchronized List<KindStats> all() {
        List<KindStats> all = new ArrayList<>();
        recorders.forEach((kind, recorder) ->
                all.add(new KindStats(kind.label(), retries.getOrDefault(kind, 0L), recorder.stats())));
        return List.copyOf(all);
    }

    private StatsRecorder recorder(RequestKind kind) {
        return recorders.computeIfAbsent(kind, key -> new StatsRecorder());
    }
}
