package stockledger.trials.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import stockledger.trials.client.Stats;

/**
 * One measurement of the baseline.
 *
 * @param ratio the service's throughput over the baseline's; 0 while that is unknown
 */
record BaselineResult(String what, int connections, Stats timing, double ratio) {

    private static final List<Integer> CONNECTIONS = List.of(16, Baseline.MAX_CONNECTIONS);
    private static final int WARM_UP_PART = 8;

    static List<BaselineResult> ofRandomSales(
            Baseline baseline, Duration duration, int skus, Consumer<String> progress) {
        baseline.sellRandom(duration.dividedBy(WARM_UP_PART), CONNECTIONS.get(0), skus);
        List<BaselineResult> results = new ArrayList<>();
        for (int connections : CONNECTIONS) {
            progress.accept("baseline, " + connections + " connections");
            results.add(new BaselineResult(
                    "takes a unit", connections, baseline.sellRandom(duration, connections, skus), 0));
        }
        return results;
    }

    static List<BaselineResult> ofSale(Baseline baseline, Sale sale, Consumer<String> progress) {
        List<BaselineResult> results = new ArrayList<>();
        for (int connections : CONNECTIONS) {
            progress.accept("baseline, the same sale, " + connections + " connections");
            results.add(new BaselineResult("the same sale", connections, baseline.sell(sale, connections), 0));
        }
        return results;
    }

    static List<BaselineResult> compared(List<BaselineResult> results, double servicePerSecond) {
        return results.stream()
                .map(result -> new BaselineResult(
                        result.what, result.connections, result.timing, servicePerSecond / result.timing.perSecond()))
                .toList();
    }

    String name() {
        return "baseline, " + connections + " conn., " + what;
    }

    String ratioText() {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
