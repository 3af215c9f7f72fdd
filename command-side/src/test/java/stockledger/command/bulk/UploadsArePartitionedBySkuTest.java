package stockledger.command.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.JobClient;
import stockledger.command.RunningCommandSide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rows of a SKU are in one partition and in their order; small uploads have few partitions, large ones many. */
class UploadsArePartitionedBySkuTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static RunningCommandSide commandSide;
    private static JobClient jobs;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(1, "--stockledger.bulk.row-workers=0");
        jobs = new JobClient(commandSide);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    /** Rows that need no product: nothing executes them. */
    private static String csv(int rows, int skus, int referenceLength) {
        StringBuilder csv = new StringBuilder("sku,locationId,quantity,reference\n");
        for (int row = 0; row < rows; row++) {
            csv.append("S-")
                    .append(row * 7 % skus)
                    .append(",MAIN,1,")
                    .append(String.valueOf(row % 10).repeat(referenceLength))
                    .append('\n');
        }
        return csv.toString();
    }

    private static JsonNode accepted(String csv) {
        String job = jobs.sendAccepted("/v1/bulk/receipts", JobClient.CSV, csv);
        return commandSide.stream("job:" + job).get(0).payload();
    }

    private static List<Integer> chunks(JsonNode accepted) {
        List<Integer> chunks = new ArrayList<>();
        accepted.path("chunks").forEach(count -> chunks.add(count.asInt()));
        return chunks;
    }

    /** The lines of each SKU, partition by partition and chunk by chunk. */
    private static Map<String, List<Integer>> linesBySku(JsonNode accepted) {
        Map<String, List<Integer>> lines = new HashMap<>();
        Map<String, Integer> partOf = new HashMap<>();
        List<Integer> chunks = chunks(accepted);
        for (int part = 0; part < chunks.size(); part++) {
            for (int number = 0; number < chunks.get(part); number++) {
                String stream = "chunk:" + accepted.path("upload").asString() + ":" + part + "." + number;
                for (JsonNode row : commandSide.stream(stream).get(0).payload().path("rows")) {
                    String sku = JSON.readTree(row.path("json").asString())
                            .path("sku")
                            .asString();
                    assertThat(partOf.merge(sku, part, (first, again) -> again))
                            .as("partition of " + sku)
                            .isEqualTo(part);
                    lines.computeIfAbsent(sku, key -> new ArrayList<>())
                            .add(row.path("line").asInt());
                }
            }
        }
        return lines;
    }

    private static void everyLineOnceAndInOrder(JsonNode accepted, int rows, int skus) {
        Map<String, List<Integer>> lines = linesBySku(accepted);
        Set<Integer> all = new HashSet<>();
        lines.values().forEach(ofSku -> {
            assertThat(ofSku).isSorted().doesNotHaveDuplicates();
            all.addAll(ofSku);
        });
        assertThat(lines).hasSize(skus);
        assertThat(all).hasSize(rows);
        assertThat(accepted.path("rows").asInt()).isEqualTo(rows);
    }

    @Test
    void aFewRowsAreOneChunk() {
        JsonNode accepted = accepted(csv(200, 50, 1));

        assertThat(chunks(accepted)).containsExactly(1);
        everyLineOnceAndInOrder(accepted, 200, 50);
    }

    @Test
    void aThousandRowsAreAFewChunksOfSeveralPartitions() {
        JsonNode accepted = accepted(csv(1_000, 300, 1));

        assertThat(chunks(accepted)).hasSize(4).containsOnly(1);
        everyLineOnceAndInOrder(accepted, 1_000, 300);
    }

    @Test
    void rowsOfManyChunksHaveAllPartitions() {
        JsonNode accepted = accepted(csv(5_000, 2_000, 1));

        assertThat(chunks(accepted)).hasSize(64);
        everyLineOnceAndInOrder(accepted, 5_000, 2_000);
    }

    @Test
    void theLargestChunksAreStoredWhenTooManyRowsAreInMemory() {
        int rows = 55_000;
        String csv = csv(rows, 640, 200);
        assertThat(csv.getBytes(StandardCharsets.UTF_8).length).isGreaterThan(8 << 20);

        JsonNode accepted = accepted(csv);

        assertThat(chunks(accepted)).as("none reaches its own limit").hasSize(64);
        assertThat(IntStream.range(0, 64).map(chunks(accepted)::get).sum()).isBetween(65, 128);
        everyLineOnceAndInOrder(accepted, rows, 640);
    }
}
