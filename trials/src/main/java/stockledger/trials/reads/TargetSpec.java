package stockledger.trials.reads;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.FixedRateRun;
import stockledger.trials.client.HttpLoadClient;
import stockledger.trials.client.HttpLoadClient.Workload;
import stockledger.trials.client.HttpProtocol;
import stockledger.trials.client.RequestSequence;
import stockledger.trials.client.RequestSource;
import stockledger.trials.client.Stats;
import stockledger.trials.client.StatsRecorder;
import stockledger.trials.client.WireProtocol;

/** A server and the requests that it is measured with. */
record TargetSpec(SocketAddress address, WireProtocol protocol, RequestSequence requests) {

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);
    private static final int CHANGE_CONNECTIONS = 8;

    /**
     * Changes during a measurement.
     *
     * @param perSecond 0 for none
     */
    record Changes(TargetSpec target, double perSecond) {}

    /**
     * The time of a measurement.
     *
     * @param leadIn at first, not counted
     */
    record Span(Duration leadIn, Duration counted) {

        static Span of(double seconds) {
            long nanos = (long) (seconds * 1e9);
            return new Span(
                    Duration.ofNanos(Math.min(nanos / 5, TimeUnit.SECONDS.toNanos(1))), Duration.ofNanos(nanos));
        }
    }

    static TargetSpec http(SocketAddress address, RequestSequence requests) {
        return new TargetSpec(address, new HttpProtocol(), requests);
    }

    /** As many requests as the connections can carry. */
    Stats fullSpeed(int connections, Span span, @Nullable Changes changes) throws IOException {
        return measure(null, connections, span, changes);
    }

    /** Requests at a fixed rate, whatever their latency. */
    Stats fixedRate(double perSecond, int connections, Span span, @Nullable Changes changes) throws IOException {
        return measure(perSecond, connections, span, changes);
    }

    private Stats measure(@Nullable Double perSecond, int connections, Span span, @Nullable Changes changes)
            throws IOException {
        long start = System.nanoTime();
        long from = start + span.leadIn().toNanos();
        long end = from + span.counted().toNanos();
        StatsRecorder recorder = new StatsRecorder(from, end);
        StatsRecorder changeRecorder = new StatsRecorder(start, end);
        long giveUp = end + span.counted().toNanos() / 2;
        RequestSource source = perSecond == null
                ? new FullSpeedRun(requests, recorder, end)
                : new FixedRateRun(requests, recorder, start, end, perSecond, giveUp);
        List<Workload> workloads = new ArrayList<>();
        workloads.add(new Workload(address, connections, protocol, source));
        if (changes != null && changes.perSecond > 0) {
            TargetSpec target = changes.target;
            RequestSource changing =
                    new FixedRateRun(target.requests, changeRecorder, start, end, changes.perSecond, end);
            workloads.add(new Workload(target.address, CHANGE_CONNECTIONS, target.protocol, changing));
        }
        HttpLoadClient.run(RESPONSE_TIMEOUT, workloads.toArray(Workload[]::new));
        return recorder.stats().withFailuresOf("change: ", changeRecorder.stats());
    }
}
