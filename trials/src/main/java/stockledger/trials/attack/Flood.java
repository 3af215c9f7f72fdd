package stockledger.trials.attack;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.HttpLoadClient;
import stockledger.trials.client.HttpRequests;
import stockledger.trials.client.MeasuredRequest;
import stockledger.trials.client.Request;
import stockledger.trials.client.RequestSequence;
import stockledger.trials.client.RequestSource;
import stockledger.trials.client.StatsRecorder;

/** Connections that send their next request as soon as the last one is answered, in whatever way. */
final class Flood implements RequestSource, AutoCloseable {

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

    private final AtomicBoolean ended = new AtomicBoolean();
    private final StatsRecorder ignored = new StatsRecorder();
    private final RequestSequence requests;
    private final Thread thread;

    private Flood(URI url, int connections, RequestSequence requests) {
        this.requests = requests;
        this.thread = new Thread(() -> run(url, connections), "attacker");
    }

    static Flood begin(URI url, int connections, RequestSequence requests) {
        Flood flood = new Flood(url, connections, requests);
        flood.thread.setDaemon(true);
        flood.thread.start();
        return flood;
    }

    /** The service may refuse connections: that ends nothing. */
    private void run(URI url, int connections) {
        HttpRequests http = new HttpRequests(url);
        while (!ended.get()) {
            try {
                HttpLoadClient.run(
                        RESPONSE_TIMEOUT,
                        HttpLoadClient.Workload.http(http.address(), connections, this)
                                .from(AttackerAddress.towards(http.address())));
            } catch (IOException refused) {
                ignored.failed("refused");
            }
        }
    }

    @Override
    public @Nullable Request next(long nowNanos) {
        return ended.get() ? null : new MeasuredRequest(requests.next(), nowNanos, ignored);
    }

    @Override
    public long nextDueNanos() {
        return NEVER;
    }

    @Override
    public void close() throws InterruptedException {
        ended.set(true);
        thread.join(RESPONSE_TIMEOUT.toMillis());
    }
}
