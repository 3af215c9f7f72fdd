package stockledger.trials.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.Markdown;
import stockledger.trials.cli.Objective;
import stockledger.trials.cli.TrialReport;
import stockledger.trials.client.Stats;

/**
 * The processor time of receipts, and of an idle service.
 *
 * @param warmRatePerSecond receipts per second before the measurement, more than measured so that the JIT has compiled
 * @param loadSeconds during which receipts were sent
 * @param idleSeconds during which nothing was sent
 * @param receipts those of the load
 * @param processes by process
 * @param threads by process and work of its threads
 */
record CostReport(
        String at,
        String url,
        Machine machine,
        double ratePerSecond,
        int skus,
        double warmSeconds,
        double warmRatePerSecond,
        double loadSeconds,
        double idleSeconds,
        Stats receipts,
        Cost total,
        List<Cost> processes,
        List<Cost> threads,
        List<Objective> objectives)
        implements TrialReport {

    static final String TABLE_HEADER =
            "| processor time of | ms per receipt | without the idle share | idle, ms per s |";

    private static final double MAX_MILLIS_PER_RECEIPT = 2.5;
    private static final double MAX_IDLE_MILLIS_PER_SECOND = 20;

    /** Smaller parts are left out of the table. */
    private static final double MIN_SHOWN_PER_RECEIPT = 0.005;

    private static final double MIN_SHOWN_IDLE = 0.5;

    /**
     * What a part of the service costs.
     *
     * @param perReceipt milliseconds of processor under load, divided by the receipts
     * @param perReceiptWithoutIdle the same, less what it uses in that time when idle
     * @param idlePerSecond milliseconds of processor per second without requests
     */
    record Cost(String name, double perReceipt, double perReceiptWithoutIdle, double idlePerSecond) {

        static Cost of(String name, double loadMillis, double loadSeconds, long receipts, double idlePerSecond) {
            double divisor = Math.max(1, receipts);
            return new Cost(
                    name, loadMillis / divisor, (loadMillis - idlePerSecond * loadSeconds) / divisor, idlePerSecond);
        }

        private boolean isShown() {
            return perReceipt >= MIN_SHOWN_PER_RECEIPT || idlePerSecond >= MIN_SHOWN_IDLE;
        }

        private String row() {
            return String.format(
                    Locale.ROOT, "| %s | %.2f | %.2f | %.2f |", name, perReceipt, perReceiptWithoutIdle, idlePerSecond);
        }
    }

    /** The conditions of a measurement. */
    record Setting(
            String at,
            String url,
            Machine machine,
            double ratePerSecond,
            int skus,
            double warmSeconds,
            double warmRatePerSecond) {}

    static CostReport of(Setting setting, CpuMeter.Used load, CpuMeter.Used idle, Stats receipts) {
        Cost total = costs(load, idle, receipts, group -> "all processes").get(0);
        boolean measured = receipts.answered() > 0;
        return new CostReport(
                setting.at,
                setting.url,
                setting.machine,
                setting.ratePerSecond,
                setting.skus,
                setting.warmSeconds,
                setting.warmRatePerSecond,
                load.seconds(),
                idle.seconds(),
                receipts,
                total,
                costs(load, idle, receipts, CpuGroup::process),
                costs(load, idle, receipts, group -> group.process() + ": " + group.work()),
                List.of(
                        Objective.atMost(
                                "processor per receipt",
                                measured ? total.perReceipt : null,
                                "ms",
                                MAX_MILLIS_PER_RECEIPT),
                        Objective.atMost(
                                "processor when idle", total.idlePerSecond, "ms/s", MAX_IDLE_MILLIS_PER_SECOND)));
    }

    /** Costs by the name of their part, the largest first. */
    private static List<Cost> costs(
            CpuMeter.Used load, CpuMeter.Used idle, Stats receipts, Function<CpuGroup, String> name) {
        Map<String, Double> loadMillis = sums(load, name);
        Map<String, Double> idleMillis = sums(idle, name);
        TreeSet<String> names = new TreeSet<>(loadMillis.keySet());
        names.addAll(idleMillis.keySet());
        return names.stream()
                .map(part -> Cost.of(
                        part,
                        loadMillis.getOrDefault(part, 0.0),
                        load.seconds(),
                        receipts.answered(),
                        idleMillis.getOrDefault(part, 0.0) / idle.seconds()))
                .sorted(Comparator.comparingDouble(Cost::perReceipt).reversed())
                .toList();
    }

    private static Map<String, Double> sums(CpuMeter.Used used, Function<CpuGroup, String> name) {
        Map<String, Double> sums = new TreeMap<>();
        used.millis().forEach((group, millis) -> sums.merge(name.apply(group), millis, Double::sum));
        return sums;
    }

    @Override
    public boolean clean() {
        return receipts.failed() == 0 && objectives.stream().allMatch(Objective::isMet);
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s, %d processors for everything, %s; %.0f receipts per s over %,d SKUs for %.0f s after %.0f s of"
                        + " warm-up with %.0f per s, then %.0f s idle.",
                at,
                machine.processors(),
                machine.java(),
                ratePerSecond,
                skus,
                loadSeconds,
                warmSeconds,
                warmRatePerSecond,
                idleSeconds));
        Objective.table(lines, objectives);
        Markdown.table(lines, TABLE_HEADER);
        lines.add(total.row());
        processes.stream().filter(Cost::isShown).map(Cost::row).forEach(lines::add);
        threads.stream().filter(Cost::isShown).map(Cost::row).forEach(lines::add);
        receipts.failures().forEach((reason, count) -> lines.add("FAILED: " + count + " × " + reason + "."));
        return lines;
    }
}
