package stockledger.query.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import stockledger.query.overview.Overview.CacheLevel;
import stockledger.query.overview.Overview.ErrorRate;

class MeterWindowTest {

    private final MeterWindow window = new MeterWindow();

    /** Requests of which half took at most 10 ms, and all at most 100 ms. */
    private static MeterSample sample(long seconds, double requests) {
        Map<Double, Double> buckets = new TreeMap<>(Map.of(5.0, 0.0, 10.0, requests / 2, 100.0, requests));
        return new MeterSample(
                TimeUnit.SECONDS.toNanos(seconds),
                requests,
                buckets,
                Map.of("process", requests * 0.75),
                Map.of("process", requests * 0.25),
                Map.of("not-found", requests / 10),
                Map.of());
    }

    @Test
    void theFirstSampleHasNoRates() {
        window.add(sample(5, 1_000));
        assertThat(window.requests()).isEqualTo(Overview.Requests.UNKNOWN);
        assertThat(window.errors()).isEmpty();
        assertThat(window.cache()).containsExactly(new CacheLevel("process", 0, 0, null));
    }

    @Test
    void ratesAreThoseOfTheLastMinute() {
        window.add(sample(0, 0));
        for (int second = 2; second <= 120; second += 2) {
            // Ten times as many in the first minute.
            window.add(sample(second, second <= 60 ? second * 1_000 : 60_000 + (second - 60) * 100));
        }
        Overview.Requests requests = window.requests();
        assertThat(requests.windowSeconds()).isEqualTo(60);
        assertThat(requests.perSecond()).isEqualTo(100);
        assertThat(requests.p50Millis()).isEqualTo(10);
        assertThat(requests.p99Millis()).isEqualTo(98.2);
        assertThat(window.errors()).containsExactly(new ErrorRate("not-found", 600));
        assertThat(window.cache()).containsExactly(new CacheLevel("process", 4_500, 1_500, 0.75));
    }

    @Test
    void anOldSampleIsForgottenAndOneOfAMomentAgoIsUsed() {
        window.add(sample(0, 1_000));
        window.add(sample(300, 4_000));
        assertThat(window.requests().windowSeconds()).isEqualTo(300);
        window.add(sample(5_000, 5_000));
        assertThat(window.requests()).isEqualTo(Overview.Requests.UNKNOWN);
    }

    @Test
    void requestsBeyondTheLargestBucketTakeItsBound() {
        assertThat(MeterWindow.quantile(0.99, 10, Map.of(10.0, 1.0, 100.0, 1.0)))
                .isEqualTo(100);
        assertThat(MeterWindow.quantile(0.99, 0, Map.of(10.0, 0.0))).isNull();
    }
}
