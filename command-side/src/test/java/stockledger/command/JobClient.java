package stockledger.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import stockledger.command.RunningCommandSide.Answer;
import stockledger.command.RunningCommandSide.Stored;
import tools.jackson.databind.JsonNode;

/** Sends jobs to a command side, and reads their outcome from the event store. */
public final class JobClient {

    public static final String CSV = "text/csv";
    public static final String NDJSON = "application/x-ndjson";

    private final RunningCommandSide commandSide;

    public JobClient(RunningCommandSide commandSide) {
        this.commandSide = commandSide;
    }

    public Answer send(String path, String type, String body, String... headers) {
        return commandSide.send(0, "POST", path, type, body, headers);
    }

    public Answer send(String path, String type, byte[] body, String... headers) {
        return commandSide.send(0, "POST", path, type, body, headers);
    }

    public static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    /** Sends rows that must be accepted; returns the id of the job. */
    public String sendAccepted(String path, String type, String body, String... headers) {
        return idOf(send(path, type, body, headers));
    }

    public static String idOf(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        String id = answer.body().path("id").asString();
        assertThat(answer.headers().firstValue("Location")).hasValue("/v1/jobs/" + id);
        return id;
    }

    /** Waits until a job is finished or cancelled. */
    public EndedJob awaitEnd(String job) {
        Awaitility.await()
                .until(() -> commandSide.stream("job:" + job).stream()
                        .anyMatch(event -> event.type().equals("bulk.JobFinished")
                                || event.type().equals("bulk.JobStopped")
                                || event.type().equals("bulk.JobCancelled")));
        return new EndedJob(commandSide.stream("job:" + job));
    }

    /** The events of a job that is finished or cancelled. */
    public record EndedJob(List<Stored> events) {

        public int done() {
            return events.stream()
                    .mapToInt(event -> event.payload().path("done").asInt(0))
                    .sum();
        }

        /** Line and code of every failed row. */
        public TreeMap<Integer, String> failures() {
            TreeMap<Integer, String> failures = new TreeMap<>();
            for (Stored event : events) {
                for (JsonNode failure : event.payload().path("failures")) {
                    failures.put(
                            failure.path("line").asInt(), failure.path("code").asString());
                }
            }
            return failures;
        }

        /** Why the row at a line failed. */
        public String reason(int line) {
            return events.stream()
                    .flatMap(event -> event.payload().path("failures").valueStream())
                    .filter(failure -> failure.path("line").asInt() == line)
                    .map(failure -> failure.path("reason").asString())
                    .findFirst()
                    .orElseThrow();
        }

        public List<String> types() {
            return events.stream().map(Stored::type).collect(Collectors.toList());
        }
    }

    /** The quantities that were received of a SKU, in the order of its stream. */
    public List<Long> received(String sku) {
        return commandSide.stream("stock:" + sku).stream()
                .filter(event -> event.type().equals("stock.StockReceived"))
                .map(event -> event.payload().path("quantity").asLong())
                .toList();
    }
}
