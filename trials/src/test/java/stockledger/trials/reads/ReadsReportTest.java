package stockledger.trials.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import stockledger.trials.cli.DocumentOption;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.Objective;
import stockledger.trials.client.SetupFailed;
import stockledger.trials.client.Stats;

class ReadsReportTest {

    private static final TargetSpec TARGET = TargetSpec.http(new InetSocketAddress(0), () -> new byte[0]);
    private static final String DOCUMENT = "../docs/performance.md";

    @Test
    void aRowHasTheMediansOfItsRounds() {
        Measurement measurement = new Measurement("pages", TARGET, null);
        measurement.add(measured(100, 2, Map.of()), 200, 400);
        measurement.add(measured(900, 9, Map.of("status 500", 2L)), 1_000, 1_000);
        measurement.add(measured(300, 3, Map.of("status 500", 1L)), 400, 600);

        assertThat(measurement.perSecond()).isEqualTo(300);
        assertThat(measurement.ratioToConstant()).isEqualTo(0.75);
        assertThat(measurement.ratioToValve()).isEqualTo(0.5);
        assertThat(measurement.row().p99Millis()).isEqualTo(3);
        assertThat(measurement.row().failures()).containsEntry("status 500", 3L);
        assertThat(Measurement.median(List.of(1.0, 2.0))).isEqualTo(1.5);
    }

    @Test
    void anObjectiveIsMetMissedOrNotMeasured() {
        assertThat(Objective.atLeast("a", 0.85, 0.85).isMet()).isTrue();
        assertThat(Objective.atLeast("a", 0.84, 0.85).verdict()).isEqualTo("**no**");
        assertThat(Objective.atMost("a", 10.1, "ms", 10).isMet()).isFalse();
        assertThat(Objective.atMost("a", null, "ms", 10).verdict()).isEqualTo("–");
        assertThat(report(0.9, Map.of()).clean()).isTrue();
        assertThat(report(0.5, Map.of()).clean()).isFalse();
        assertThat(report(0.9, Map.of("status 500", 1L)).clean()).isFalse();
    }

    @Test
    void aRateIsSustainedWhenRequestsAreAnsweredInTime() {
        assertThat(JoinedTablesComparison.isSustained(measured(99, 1, Map.of()), 100))
                .isTrue();
        assertThat(JoinedTablesComparison.isSustained(measured(97, 1, Map.of()), 100))
                .isFalse();
        assertThat(JoinedTablesComparison.isSustained(measured(100, 1, Map.of("status 500", 1L)), 100))
                .isFalse();
    }

    @Test
    void theJsonReportHasEveryFigure() throws IOException {
        JsonNode json = new ObjectMapper().valueToTree(report(0.9, Map.of()));

        assertThat(json.path("clean").asBoolean()).isTrue();
        assertThat(json.path("objectives").path(0).path("measured").asDouble()).isEqualTo(0.9);
        assertThat(json.path("rows").path(0).path("perSecondByRound").size()).isEqualTo(1);
        assertThat(json.path("loads")
                        .path(0)
                        .path("measured")
                        .path("p999Millis")
                        .asDouble())
                .isEqualTo(40);
    }

    @Test
    void theRowsBesideJoinedTablesNameTheirRound() {
        assertThat(ReadsText.figures(report(0.9, Map.of())))
                .anyMatch(line -> line.startsWith("| joined tables, round 1 |"))
                .anyMatch(line -> line.startsWith("| the service, round 1 |"));
    }

    @Test
    void theHtmlReportIsOneFileWithItsCharts() throws Exception {
        String page = ReadsPage.html(report(0.9, Map.of()));

        assertThat(page)
                .contains("<polyline", "joined tables, round 1", "p99.9")
                .doesNotContain("<script", "src=");
        String[] charts = page.split("(?=<svg)");
        assertThat(charts).hasSize(5);
        for (int i = 1; i < charts.length; i++) {
            String svg = charts[i].substring(0, charts[i].indexOf("</svg>") + 6);
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        }
    }

    @Test
    void theHtmlReportHasEachTableOnce() {
        String page = ReadsPage.html(report(0.5, Map.of()));

        assertThat(page.split("<th>objective</th>")).hasSize(2);
        assertThat(page.split("<table>")).hasSize(5);
        assertThat(page).contains("<td class=\"no\">no</td>");
    }

    @Test
    void noLabelOfAChartIsCutOff() {
        String longest = "product pages, with changes, of a shop of 1,000,000 products";
        String charts = Chart.bars("per s", List.of(new Chart.Bar(longest, 1_234_567), new Chart.Bar("short", 1)))
                + Chart.lines(
                        "s",
                        "ms",
                        false,
                        List.of(new Chart.Line(longest, List.of(new Chart.Point(0, 1), new Chart.Point(9, 900_000)))),
                        List.of())
                + ReadsPage.html(report(0.9, Map.of()));
        Matcher label = Pattern.compile("<text x=\"(\\d+)\" y=\"\\d+\" text-anchor=\"(end|start)\">([^<]*)</text>")
                .matcher(charts);
        int labels = 0;
        while (label.find()) {
            // The mean width of a character at this font size is below 6.5.
            double width = 6.5 * label.group(3).length();
            double x = Double.parseDouble(label.group(1));
            assertThat(label.group(2).equals("end") ? x - width : 860 - x - width)
                    .as(label.group(3))
                    .isNotNegative();
            labels++;
        }
        assertThat(labels).isGreaterThan(20);
    }

    @Test
    void theDocumentHasTheTableHeadings() throws IOException {
        String document = Files.readString(Path.of(DOCUMENT));
        List<String> written = ReadsText.lines(report(0.9, Map.of()));

        assertThat(document)
                .contains(
                        written.stream().filter(line -> line.startsWith("|--")).toList());
        assertThat(document)
                .contains(
                        Objective.TABLE_HEADER, ReadsText.ROWS_HEADER, ReadsText.LOADS_HEADER, ReadsText.TABLES_HEADER)
                .contains(FreshnessReport.TABLE_HEADER);
        assertThat(DocumentOption.replace(document, "reads", List.of("new")))
                .contains("<!-- reads -->\nnew\n<!-- end of reads -->");
        assertThat(DocumentOption.replace(document, "freshness", List.of("new")))
                .contains("-->\nnew\n<!-- end of freshness -->");
        assertThatThrownBy(() -> DocumentOption.replace(document, "nothing", List.of()))
                .isInstanceOf(SetupFailed.class);
    }

    @Test
    void cacheMetersAreReportedAsDifferencesBetweenSamples() {
        String scrape = """
                # HELP stockledger_cache_lookups_total Lookups of keys by level
                stockledger_cache_lookups_total{application="x",level="process",result="hit"} 1.5E3
                stockledger_cache_lookups_total{level="redis",result="miss"} 7.0
                """;
        Map<String, Double> first = CacheMeterPoller.lookups(scrape);

        assertThat(first).containsEntry("process hit", 1_500.0).containsEntry("redis miss", 7.0);
        try (CacheMeterPoller poller = new CacheMeterPoller(URI.create("http://localhost"), new Timeline(line -> {}))) {
            poller.record(0, first);
            poller.record(2, Map.of("process hit", 1_600.0, "process miss", 25.0));
            assertThat(poller.samples()).hasSize(1);
            assertThat(poller.samples().get(0).hits()).containsEntry("process", 100.0);
            assertThat(poller.samples().get(0).misses()).containsEntry("process", 25.0);
        }
    }

    private static ReadsReport report(double ratioToConstant, Map<String, Long> failures) {
        Stats measured = measured(500, 4, failures);
        TreeMap<String, Long> failed = new TreeMap<>(failures);
        return new ReadsReport(
                "2026-01-01T00:00:00Z",
                "http://localhost",
                Machine.current(),
                new ReadsReport.Sizes(1_000, 3, 100, 1, 32, 50, 8, 20, 1),
                List.of(Objective.atLeast("product pages, ratio to the constant response", ratioToConstant, 0.85)),
                List.of(new Measurement.Row("constant response", 1_000, 1, 0.5, 3, 9, 1_024, List.of(1_000.0), failed)),
                List.of(
                        new ReadsReport.Load("product pages, with changes", 0.1, 100, measured),
                        new ReadsReport.Load("product pages, with changes", 0.5, 500, measured)),
                new ReadsReport.Tables(List.of(new ReadsReport.TablesRound(700, 650, measured, measured)), 1),
                List.of(
                        new CacheMeterPoller.Sample(2, Map.of("process", 90.0), Map.of("process", 10.0)),
                        new CacheMeterPoller.Sample(4, Map.of("process", 95.0), Map.of("process", 5.0))),
                List.of(new Timeline.Phase("warming up & <more>", 0, 3)));
    }

    private static Stats measured(double perSecond, double p99, Map<String, Long> failures) {
        return new Stats(100, 0, 0, 0, 1, perSecond, 1, 2, 3, p99, 40, 50, 1_100, failures);
    }
}
