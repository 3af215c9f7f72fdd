package stockledger.trials.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stockledger.trials.client.KindStats;
import stockledger.trials.client.Stats;

class ReportTextTest {

    private static final KindStats RESERVE = new KindStats(
            "reserve", 3, new Stats(140, 2, 1, 0, 2, 71.25, 4.04, 9, 12.5, 40, 80, 99.99, 0, Map.of("HTTP 500", 1L)));

    @Test
    void requestStatisticsAreATableWithTotals() {
        assertThat(ReportText.table(List.of(RESERVE)).toString().lines())
                .containsExactly(
                        "requests  accepted  refused  errors  retries  per s  p50 ms  p95 ms  p99 ms  max ms",
                        "reserve        140        2       1        3   71.3     4.0    12.5    40.0   100.0",
                        "total          140        2       1        3");
    }

    @Test
    void onlyTheFirstFiftyDifferencesAreListed() {
        List<Difference> differences = IntStream.range(0, 60)
                .mapToObj(i -> new Difference("A" + i, "onHand in all", "1", "0"))
                .toList();
        FinalCheck.Result checked = new FinalCheck.Result(60, 0, 60, differences);

        String text =
                print(new DayReport("f", "u", "r", 16, false, 9, List.of(), 1, List.of(RESERVE), checked, null, 1));

        assertThat(text)
                .contains("60 DIFFERENCES", "  A49: onHand in all: expected 1, got 0", "  and 10 more")
                .doesNotContain("A50:");
    }

    private static String print(DayReport report) {
        StringWriter text = new StringWriter();
        new ReportText(new PrintWriter(text)).print(report);
        return text.toString();
    }
}
