package stockledger.trials.reads;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import stockledger.trials.cli.Objective;
import stockledger.trials.client.Stats;

/** The report as one HTML file with charts and without external resources. */
final class ReadsPage {

    private static final String STYLE = "body{font:15px/1.5 sans-serif;max-width:900px;margin:2em auto;padding:0 1em;"
            + "color:#0f172a}table{border-collapse:collapse;margin:1em 0}td,th{padding:.25em .8em;text-align:right;"
            + "border-bottom:1px solid #cbd5e1}td:first-child,th:first-child{text-align:left}svg{max-width:100%}"
            + ".no{color:#dc2626;font-weight:bold}";
    private static final List<String> LEVELS = List.of("process", "redis", "mongodb");

    private ReadsPage() {}

    static String html(ReadsReport report) {
        StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<title>Stockledger: reads</title><style>" + STYLE + "</style></head><body>\n");
        page.append("<h1>Reads</h1>\n<p>")
                .append(Chart.escaped(ReadsText.header(report)))
                .append("</p>\n");
        List<String> objectives = new ArrayList<>();
        Objective.table(objectives, report.objectives());
        markdown(page, objectives);
        page.append("<h2>At full speed</h2>\n");
        page.append(Chart.bars(
                "per s",
                report.rows().stream()
                        .map(row -> new Chart.Bar(row.name(), row.perSecond()))
                        .toList()));
        page.append("<h2>Latency by load</h2>\n<p>Product pages, with changes, from each request's due time.</p>\n");
        page.append(Chart.lines("requests per second", "ms", true, percentiles(report), List.of()));
        tables(page, report);
        page.append("<h2>Cache hits by level</h2>\n<p>Share of the keys looked up in each level that were found."
                + " The shaded bands are the phases of the trial; each has its name as a tooltip.</p>\n");
        page.append(Chart.lines("seconds from the start", "%", false, hits(report), bands(report)));
        page.append("<h2>All figures</h2>\n");
        markdown(page, ReadsText.figures(report));
        return page.append("</body></html>\n").toString();
    }

    private static List<Chart.Line> percentiles(ReadsReport report) {
        return List.of(
                percentile("p50", report, Stats::p50Millis),
                percentile("p90", report, Stats::p90Millis),
                percentile("p99", report, Stats::p99Millis),
                percentile("p99.9", report, Stats::p999Millis));
    }

    private static Chart.Line percentile(String name, ReadsReport report, ToDoubleFunction<Stats> figure) {
        return new Chart.Line(
                name,
                report.loads().stream()
                        .filter(load -> load.name().startsWith(FullSpeedRounds.PAGES))
                        .map(load -> new Chart.Point(load.rate(), figure.applyAsDouble(load.measured())))
                        .toList());
    }

    private static void tables(StringBuilder page, ReadsReport report) {
        ReadsReport.Tables tables = report.tables();
        if (tables != null) {
            List<Chart.Bar> bars = new ArrayList<>();
            for (int i = 0; i < tables.rounds().size(); i++) {
                ReadsReport.TablesRound round = tables.rounds().get(i);
                String at = String.format(
                        Locale.ROOT,
                        ", round %d: %,.0f of %,.0f per s",
                        i + 1,
                        round.ratePerSecond(),
                        round.peakPerSecond());
                bars.add(new Chart.Bar("joined tables" + at, round.byTables().p99Millis()));
                bars.add(new Chart.Bar("the service" + at, round.byService().p99Millis()));
            }
            page.append(
                    "<h2>Beside joined tables</h2>\n<p>The p99 of both at the highest rate that the tables sustained in"
                            + " that round, and their rate at full speed.</p>\n");
            page.append(Chart.bars("ms", bars));
        }
    }

    private static List<Chart.Line> hits(ReadsReport report) {
        return LEVELS.stream()
                .map(level -> new Chart.Line(
                        level,
                        report.cache().stream()
                                .filter(sample -> lookups(level, sample) > 0)
                                .map(sample -> new Chart.Point(
                                        sample.second(), 100 * of(sample.hits(), level) / lookups(level, sample)))
                                .toList()))
                .filter(line -> !line.points().isEmpty())
                .toList();
    }

    private static double lookups(String level, CacheMeterPoller.Sample sample) {
        return of(sample.hits(), level) + of(sample.misses(), level);
    }

    private static double of(Map<String, Double> counts, String level) {
        return counts.getOrDefault(level, 0.0);
    }

    private static List<Chart.Band> bands(ReadsReport report) {
        return report.phases().stream()
                .map(phase -> new Chart.Band(phase.name(), phase.fromSecond(), phase.toSecond()))
                .toList();
    }

    /** Renders Markdown tables and paragraphs; a bold cell is a missed objective. */
    private static void markdown(StringBuilder page, List<String> lines) {
        boolean inTable = false;
        for (String line : lines) {
            boolean row = line.startsWith("|");
            if (row != inTable) {
                page.append(row ? "<table>\n" : "</table>\n");
            }
            if (row && !line.startsWith("|--")) {
                String cell = inTable ? "td" : "th";
                page.append("<tr>");
                for (String text : line.substring(1, line.length() - 1).split("\\|")) {
                    String style = text.contains("**") ? " class=\"no\"" : "";
                    page.append("<" + cell + style + ">"
                            + Chart.escaped(text.strip().replace("*", "")) + "</" + cell + ">");
                }
                page.append("</tr>\n");
            } else if (!row && !line.isBlank()) {
                page.append("<p>" + Chart.escaped(line) + "</p>\n");
            }
            inTable = row;
        }
        page.append(inTable ? "</table>\n" : "");
    }
}
