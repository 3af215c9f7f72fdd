package stockledger.trials.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import stockledger.trials.Trials;
import stockledger.trials.load.FakeSaleService.Fault;

/** The bulk load against a fake service: watched until its end and checked, also by a later run. */
class BulkLoadCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aCorrectLoadPasses() {
        try (FakeSaleService service = new FakeSaleService(Fault.NONE)) {
            assertThat(execute(service)).isZero();
        }
        assertThat(out.toString())
                .contains("job job-1: 200 rows for 5 SKUs", "showed all of them", "Checked 5 SKUs: no difference");
    }

    @Test
    void aLostRowIsReported() {
        try (FakeSaleService service = new FakeSaleService(Fault.LOSE_A_ROW)) {
            assertThat(execute(service)).isEqualTo(1);
        }
        assertThat(out.toString()).contains("Checked 5 SKUs: DIFFERENCES: 1", "onHand: expected");
    }

    @Test
    void anEarlierJobIsWatchedWithoutSendingRows() {
        try (FakeSaleService service = new FakeSaleService(Fault.NONE)) {
            assertThat(execute(service, "--run", "first")).isZero();
            assertThat(execute(service, "--run", "first", "--job", "job-1")).isZero();
        }
        assertThat(out.toString()).contains("of watching");
    }

    @Test
    void theFileIsTheSameInEveryRun() {
        ReceiptFile file = new ReceiptFile("r", "L", 100, 3);

        List<String> lines = file.csv().lines().toList();
        long units = lines.stream()
                .skip(1)
                .mapToLong(line -> Long.parseLong(line.split(",", -1)[2]))
                .sum();

        assertThat(lines).hasSize(101).first().isEqualTo("sku,locationId,quantity,reference");
        assertThat(lines.get(100)).matches("BULK-r-\\d,L,\\d+,r-99");
        assertThat(LongStream.of(file.onHand()).sum()).isEqualTo(units);
        assertThat(new ReceiptFile("r", "L", 100, 3).csv()).isEqualTo(file.csv());
    }

    private int execute(FakeSaleService service, String... more) {
        List<String> all = new ArrayList<>(
                List.of("bulk-load", "--url", service.url(), "--rows", "200", "--skus", "5", "--fold-seconds", "1"));
        all.addAll(List.of(more));
        return Trials.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }
}
