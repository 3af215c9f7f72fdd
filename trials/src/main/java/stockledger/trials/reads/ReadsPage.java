package stockledger.trials.reads;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The report as one page with charts, which a browser shows without asking anybody for anything. */
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
                .append(Chart.escaped(ReadsText.lines(report).get(0)))
                .append("</p>\n");
        wanted(page, report);
        page.append("<h2>At full speed</h2>\n");
        page.append(Chart.bars(
                "per s",
                report.rows().stream()
                        .map(row -> new Chart.Bar(row.name(), row.perSecond()))
                        .toList()));
        page.append("<h2>Latency by load</h2>\n<p>Product pages, with changes, from when each question was due.</p>\n");
        page.append(Chart.lines("asked per second", "ms", true, percentiles(report), List.of()));
        tables(page, report);
        page.append("<h2>Where answers came from</h2>\n"
                + "<p>Keys found in each level, of those that it was asked for. What was going on is told by the shades:"
                + " point at one.</p>\n");
        page.append(Chart.lines("seconds from the beginning", "%", false, hits(report), bands(report)));
        page.append("<h2>All figures</h2>\n");
        markdown(page, ReadsText.lines(report));
        return page.append("</body></html>\n").toString();
    }

    private static void wanted(StringBuilder page, ReadsReport report) {
        page.append("<table><tr><th>wanted</th><th>measured</th><th>bound</th><th>kept</th></tr>\n");
        for (Wanted wanted : report.wanted()) {
            page.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td>%s</td><td>%s</td><td class=\"%s\">%s</td></tr>%n",
                    Chart.escaped(wanted.what()),
                    wanted.figureText(),
                    wanted.boundText(),
                    wanted.kept() ? "yes" : "no",
                    wanted.verdict().replace("*", "")));
        }
        page.append("</table>\n");
    }

    private static List<Chart.Line> percentiles(ReadsReport report) {
        return List.of(
                percentile("p50", report, Measured::p50Millis),
                percentile("p90", report, Measured::p90Millis),
                percentile("p99", report, Measured::p99Millis),
                percentile("p99.9", report, Measured::p999Millis));
    }

    private static Chart.Line percentile(String name, ReadsReport report, ToDoubleFunction<Measured> figure) {
        return new Chart.Line(
                name,
                report.loads().stream()
                        .filter(load -> load.what().startsWith("product pages"))
                        .map(load -> new Chart.Point(load.rate(), figure.applyAsDouble(load.measured())))
                        .toList());
    }

    private static void tables(StringBuilder page, ReadsReport report) {
        ReadsReport.Tables tables = report.tables();
        if (tables != null) {
            List<Chart.Bar> bars = new ArrayList<>();
            for (int i = 0; i < tables.rounds().size(); i++) {
                ReadsReport.Side round = tables.rounds().get(i);
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
                    "<h2>Beside joined tables</h2>\n<p>The p99 of both at the rate that the tables barely hold in that"
                            + " round, of what they give at full speed.</p>\n");
            page.append(Chart.bars("ms", bars));
        }
    }

    private static List<Chart.Line> hits(ReadsReport report) {
        return LEVELS.stream()
                .map(level -> new Chart.Line(
                        level,
                        report.cache().stream()
                                .filter(look -> asked(level, look) > 0)
                                .map(look -> new Chart.Point(
                                        look.second(), 100 * of(look.hits(), level) / asked(level, look)))
                                .toList()))
                .filter(line -> !line.points().isEmpty())
                .toList();
    }

    private static double asked(String level, CacheWatch.Look look) {
        return of(look.hits(), level) + of(look.misses(), level);
    }

    private static double of(Map<String, Double> counts, String level) {
        return counts.getOrDefault(level, 0.0);
    }

    private static List<Chart.Band> bands(ReadsReport report) {
        return report.phases().stream()
                .map(phase -> new Chart.Band(phase.name(), phase.fromSecond(), phase.toSecond()))
                .toList();
    }

    /** The same tables as in the document. */
    private static void markdown(StringBuilder page, List<String> lines) {
        boolean open = false;
        for (String line : lines) {
            boolean row = line.startsWith("|");
            if (row && !open) {
                page.append("<table>\n");
            } else if (!row && open) {
                page.append("</table>\n");
            }
            if (row && !line.startsWith("|--")) {
                String cell = open ? "td" : "th";
                page.append("<tr>");
                for (String text : line.substring(1, line.length() - 1).split("\\|")) {
                    page.append("<" + cell + ">" + Chart.escaped(text.strip().replace("*", "")) + "</" + cell + ">");
                }
                page.append("</tr>\n");
            } else if (!row && !line.isBlank()) {
                page.append("<p>" + Chart.escaped(line) + "</p>\n");
            }
            open = row;
        }
    }
}
