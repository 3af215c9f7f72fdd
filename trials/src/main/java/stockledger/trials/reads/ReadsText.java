package stockledger.trials.reads;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as tables that a person can read, on a screen or in a document. */
final class ReadsText {

    static final String WANTED_HEAD = "| wanted | measured | bound | kept |";
    static final String ROWS_HEAD = "| at full speed | answers per s | of the limit | p50 ms | p99 ms | bytes |";
    static final String LOADS_HEAD =
            "| at a fixed rate | of its peak | asked per s | p50 ms | p90 ms | p99 ms | p99.9 ms |";
    static final String TABLES_HEAD = "| beside joined tables | asked per s | p50 ms | p99 ms | unsent |";

    private ReadsText() {}

    static List<String> lines(ReadsReport report) {
        List<String> lines = new ArrayList<>();
        ReadsReport.Sizes sizes = report.sizes();
        lines.add(String.format(
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
                sizes.seconds()));
        table(lines, WANTED_HEAD);
        report.wanted()
                .forEach(wanted -> lines.add("| " + wanted.what() + " | " + wanted.figureText() + " | "
                        + wanted.boundText() + " | " + wanted.verdict() + " |"));
        table(lines, ROWS_HEAD);
        report.rows().forEach(row -> lines.add(row(row)));
        table(lines, LOADS_HEAD);
        report.loads().forEach(load -> lines.add(load(load)));
        tables(lines, report);
        failures(lines, report);
        return lines;
    }

    private static void table(List<String> lines, String head) {
        lines.add("");
        lines.add(head);
        lines.add("|---" + "|--:".repeat(head.split("\\|").length - 2) + "|");
    }

    private static String row(Series.Row row) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.2f | %.2f | %,.0f |",
                row.name(),
                row.perSecond(),
                row.ofLimit(),
                row.p50Millis(),
                row.p99Millis(),
                row.bytesEach());
    }

    private static String load(ReadsReport.Load load) {
        Measured measured = load.measured();
        return String.format(
                Locale.ROOT,
                "| %s | %.0f %% | %,.0f | %.2f | %.2f | %.2f | %.2f |",
                load.what(),
                load.ofPeak() * 100,
                load.rate(),
                measured.p50Millis(),
                measured.p90Millis(),
                measured.p99Millis(),
                measured.p999Millis());
    }

    private static void tables(List<String> lines, ReadsReport report) {
        ReadsReport.Tables tables = report.tables();
        if (tables != null) {
            table(lines, TABLES_HEAD);
            tables.rounds().forEach(round -> {
                lines.add(round("joined tables", round.ratePerSecond(), round.byTables()));
                lines.add(round("the service", round.ratePerSecond(), round.byService()));
            });
        }
    }

    private static String round(String who, double rate, Measured measured) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.2f | %d |",
                who,
                rate,
                measured.p50Millis(),
                measured.p99Millis(),
                measured.unsent());
    }

    private static void failures(List<String> lines, ReadsReport report) {
        List<String> failed = new ArrayList<>();
        report.rows().forEach(row -> failed(failed, row.name(), row.failures()));
        report.loads()
                .forEach(load -> failed(failed, load.what(), load.measured().failures()));
        ReadsReport.Tables tables = report.tables();
        if (tables != null) {
            tables.rounds().forEach(round -> {
                failed(failed, "joined tables", round.byTables().failures());
                failed(failed, "the service", round.byService().failures());
            });
        }
        lines.add("");
        lines.add(failed.isEmpty() ? "No question failed." : "FAILED: " + String.join("; ", failed) + ".");
    }

    private static void failed(List<String> failed, String what, Map<String, Long> failures) {
        failures.forEach((why, many) -> failed.add(what + ": " + many + " × " + why));
    }
}
