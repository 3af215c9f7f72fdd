package stockledger.trials.reads;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import stockledger.trials.cli.Markdown;
import stockledger.trials.cli.Objective;
import stockledger.trials.client.Stats;

/** The report as Markdown tables. */
final class ReadsText {

    static final String ROWS_HEADER =
            "| at full speed | responses per s | ratio to constant | ratio to valve | p50 ms | p99 ms | bytes |";
    static final String LOADS_HEADER =
            "| at a fixed rate | of its peak | requests per s | p50 ms | p90 ms | p99 ms | p99.9 ms |";
    static final String TABLES_HEADER = "| beside joined tables | requests per s | p50 ms | p99 ms | unsent |";

    private ReadsText() {}

    static List<String> lines(ReadsReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(header(report));
        Objective.table(lines, report.objectives());
        lines.addAll(figures(report));
        return lines;
    }

    /** One sentence about machine and size. */
    static String header(ReadsReport report) {
        ReadsReport.Sizes sizes = report.sizes();
        return String.format(
                Locale.ROOT,
                "%s, %d processors for everything, %s; %,d products × %d locations, Zipf %.1f, %d connections,"
                        + " %.0f changes per s, %d rounds of %.0f s.",
                report.at(),
                report.machine().processors(),
                report.machine().java(),
                sizes.products(),
                sizes.locations(),
                sizes.skew(),
                sizes.connections(),
                sizes.changesPerSecond(),
                sizes.rounds(),
                sizes.seconds());
    }

    /** Everything but header and objectives. */
    static List<String> figures(ReadsReport report) {
        List<String> lines = new ArrayList<>();
        Markdown.table(lines, ROWS_HEADER);
        report.rows().forEach(row -> lines.add(row(row)));
        Markdown.table(lines, LOADS_HEADER);
        report.loads().forEach(load -> lines.add(row(load)));
        ReadsReport.Tables tables = report.tables();
        if (tables != null) {
            Markdown.table(lines, TABLES_HEADER);
            for (int i = 0; i < tables.rounds().size(); i++) {
                ReadsReport.TablesRound round = tables.rounds().get(i);
                String at = ", round " + (i + 1);
                lines.add(row("joined tables" + at, round.ratePerSecond(), round.byTables()));
                lines.add(row("the service" + at, round.ratePerSecond(), round.byService()));
            }
        }
        failures(lines, report);
        return lines;
    }

    private static String row(Measurement.Row row) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.2f | %.2f | %.2f | %,.0f |",
                row.name(),
                row.perSecond(),
                row.ratioToConstant(),
                row.ratioToValve(),
                row.p50Millis(),
                row.p99Millis(),
                row.bytesEach());
    }

    private static String row(ReadsReport.Load load) {
        Stats stats = load.measured();
        return String.format(
                Locale.ROOT,
                "| %s | %.0f %% | %,.0f | %.2f | %.2f | %.2f | %.2f |",
                load.name(),
                load.ofPeak() * 100,
                load.rate(),
                stats.p50Millis(),
                stats.p90Millis(),
                stats.p99Millis(),
                stats.p999Millis());
    }

    private static String row(String name, double rate, Stats stats) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.2f | %d |",
                name,
                rate,
                stats.p50Millis(),
                stats.p99Millis(),
                stats.unsent());
    }

    private static void failures(List<String> lines, ReadsReport report) {
        List<String> failed = new ArrayList<>();
        report.rows().forEach(row -> failures(failed, row.name(), row.failures()));
        report.loads()
                .forEach(load -> failures(failed, load.name(), load.measured().failures()));
        ReadsReport.Tables tables = report.tables();
        if (tables != null) {
            tables.rounds().forEach(round -> {
                failures(failed, "joined tables", round.byTables().failures());
                failures(failed, "the service", round.byService().failures());
            });
        }
        lines.add("");
        lines.add(failed.isEmpty() ? "No request failed." : "FAILED: " + String.join("; ", failed) + ".");
    }

    private static void failures(List<String> failed, String name, Map<String, Long> failures) {
        failures.forEach((reason, count) -> failed.add(name + ": " + count + " × " + reason));
    }
}
