package stockledger.trials.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import stockledger.trials.Trials;
import stockledger.trials.load.BenchSale.Twist;

/** A delivery on a bench: watched to its end and counted, also by whoever comes later. */
class DeliveriesOnABenchTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void anHonestDeliveryPasses() {
        try (BenchSale bench = new BenchSale(Twist.NONE)) {
            assertThat(execute(bench)).isZero();
        }
        assertThat(out.toString()).contains("job job-1: 200 rows for 5 SKUs", "Checked 5 SKUs: no difference");
    }

    @Test
    void aRowThatIsLostIsFound() {
        try (BenchSale bench = new BenchSale(Twist.LOSE_A_ROW)) {
            assertThat(execute(bench)).isEqualTo(1);
        }
        assertThat(out.toString()).contains("Checked 5 SKUs: DIFFERENCES: 1", "onHand: expected");
    }

    @Test
    void aJobIsWatchedFurtherWithoutSendingAnything() {
        try (BenchSale bench = new BenchSale(Twist.NONE)) {
            assertThat(execute(bench, "--run", "first")).isZero();
            assertThat(execute(bench, "--run", "first", "--job", "job-1")).isZero();
        }
        assertThat(out.toString()).contains("of watching");
    }

    @Test
    void theFileAndItsSumsAreTheSameEveryTime() {
        Delivery delivery = new Delivery("r", "L", 100, 3);

        List<String> lines =
                new String(delivery.csv(), StandardCharsets.UTF_8).lines().toList();
        long units = lines.stream()
                .skip(1)
                .mapToLong(line -> Long.parseLong(line.split(",", -1)[2]))
                .sum();

        assertThat(lines).hasSize(101).first().isEqualTo("sku,locationId,quantity,reference");
        assertThat(lines.get(100)).matches("BULK-r-\\d,L,\\d+,r-99");
        assertThat(LongStream.of(delivery.onHand()).sum()).isEqualTo(units);
        assertThat(new Delivery("r", "L", 100, 3).csv()).isEqualTo(delivery.csv());
    }

    private int execute(BenchSale bench, String... more) {
        List<String> all = new ArrayList<>(
                List.of("bulk-load", "--url", bench.url(), "--rows", "200", "--skus", "5", "--fold-seconds", "1"));
        all.addAll(List.of(more));
        return Trials.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }
}
