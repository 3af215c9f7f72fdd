package stockledger.command.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.JobClient;
import stockledger.command.RunningCommandSide;

/** What a dry run finds, the real run finds: each row is decided by its aggregate, as after the rows before it. */
class ADryRunDecidesAsTheRealRunTest {

    private static RunningCommandSide commandSide;
    private static JobClient rows;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(
                1,
                "--stockledger.bulk.chunk-rows=4",
                "--stockledger.bulk.partitions=2",
                "--stockledger.dispatch.batch-size=2");
        commandSide.stocked("MAIN", 100, "MUG", "CUP");
        rows = new JobClient(commandSide);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    private static Map<Integer, String> failures(String path, String csv) {
        return rows.awaitEnd(rows.sendAccepted(path, JobClient.CSV, csv)).failures();
    }

    private static void assertFails(String kind, String csv, Map<Integer, String> expected) {
        long stored = shop();
        assertThat(failures("/v1/bulk/" + kind + "?dryRun=true", csv))
                .as("dry run")
                .isEqualTo(new TreeMap<>(expected));
        assertThat(shop()).as("events of the dry run").isEqualTo(stored);
        assertThat(failures("/v1/bulk/" + kind, csv)).as("real run").isEqualTo(new TreeMap<>(expected));
    }

    /** Events but those of jobs and of their uploads. */
    private static long shop() {
        return commandSide
                .read("SELECT count(*) FROM DomainEventEntry WHERE type NOT IN ('job', 'chunk')", row -> row.getLong(1))
                .get(0);
    }

    @Test
    void productsThatExistOrAreInTheFileTwice() {
        StringBuilder csv = new StringBuilder("sku,name,price.amount,price.currency\n");
        for (String sku : List.of("MUG", "P1", "P2", "P1", "P3", "P4", "P5", "P6", "P7", "P2", "P8", "P1")) {
            csv.append(sku).append(",Thing,1.00,GBP\n");
        }
        assertFails(
                "products",
                csv.toString(),
                Map.of(2, "product-exists", 5, "product-exists", 11, "product-exists", 13, "product-exists"));
    }

    @Test
    void adjustmentsThatTakeMoreThanTheRowsBeforeLeave() {
        StringBuilder csv = new StringBuilder("sku,locationId,delta,reason\n");
        for (int delta : new int[] {-60, -60, 20, -60, -1, 5, -5, -1, 3, -4, -3}) {
            csv.append("MUG,MAIN,").append(delta).append(",correction\n");
        }
        assertFails(
                "adjustments",
                csv.toString(),
                Map.of(
                        3,
                        "insufficient-stock",
                        6,
                        "insufficient-stock",
                        9,
                        "insufficient-stock",
                        11,
                        "insufficient-stock"));
    }

    @Test
    void commandsAfterADryRunDoNotSeeIt() {
        String csv = "sku,locationId,delta,reason\nCUP,MAIN,-100,damaged\n";
        assertThat(failures("/v1/bulk/adjustments?dryRun=true", csv)).isEmpty();
        assertThat(commandSide
                        .post(
                                "/v1/inventory/CUP/adjustments",
                                "{\"locationId\":\"MAIN\",\"delta\":-100,\"reason\":\"damaged\"}")
                        .status())
                .isEqualTo(201);
    }
}
