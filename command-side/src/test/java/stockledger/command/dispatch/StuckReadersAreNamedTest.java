package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.axonframework.serialization.Revision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import stockledger.command.RunningCommandSide;
import stockledger.events.bulk.JobEvent.JobFinished;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;

/** The readers of the command side name an event that they cannot process; commands are accepted meanwhile. */
@ExtendWith(OutputCaptureExtension.class)
class StuckReadersAreNamedTest {

    private static final Map<String, Class<?>> BROKEN =
            Map.of("bulk-jobs", JobFinished.class, "reservation-upkeep", ProductDiscontinued.class);

    @Test
    void anEventThatCannotBeRead(CapturedOutput output) throws Exception {
        try (RunningCommandSide commandSide = new RunningCommandSide(1)) {
            for (Map.Entry<String, Class<?>> broken : BROKEN.entrySet()) {
                Class<?> type = broken.getValue();
                append(
                        commandSide,
                        "broken-" + broken.getKey(),
                        0,
                        type.getAnnotation(JsonTypeName.class).value(),
                        type.getAnnotation(Revision.class).value());
            }
            commandSide.stocked("MAIN", 50, "A");

            for (String reader : BROKEN.keySet()) {
                await().until(() -> stuck(commandSide, reader) == 1);
                assertThat(output.getOut().split(reader + " is stuck at event 0 of broken-" + reader + " ", -1))
                        .hasSize(2);
            }
            HttpResponse<String> readiness = get(commandSide.port(0), "/actuator/health/readiness");
            assertThat(readiness.statusCode()).isEqualTo(200);
            assertThat(readiness.body())
                    .contains("bulk-jobs", "reservation-upkeep", "ProductDiscontinued")
                    .doesNotContain("broken-");
        }
    }

    /** A release that is rolled back meets what the newer one has stored: it skips nothing, and decides nothing without it. */
    @Test
    void anEventOfANewerRelease(CapturedOutput output) throws Exception {
        try (RunningCommandSide commandSide = new RunningCommandSide(1)) {
            commandSide.stocked("MAIN", 50, "A", "B");
            int next = commandSide.stream("stock:A").size();
            append(commandSide, "stock:A", next, "stock.UnitsBlessed", "1");
            append(commandSide, "action:new", 0, "operator.ReleaseAnnounced", "1");

            String receipt = "{\"locationId\":\"MAIN\",\"quantity\":1}";
            assertThat(commandSide.post("/v1/inventory/A/receipts", receipt).status())
                    .isEqualTo(503);
            assertThat(commandSide.stream("stock:A")).hasSize(next + 1);
            assertThat(commandSide.post("/v1/inventory/B/receipts", receipt).status())
                    .isEqualTo(201);
            await().until(() -> stuck(commandSide, "reservation-upkeep") == 1);
            assertThat(stuck(commandSide, "bulk-jobs")).as("reads no stock").isZero();
            assertThat(output.getOut()).contains("reservation-upkeep is stuck at event " + next + " of stock:A ");
        }
    }

    private static double stuck(RunningCommandSide commandSide, String reader) {
        return commandSide
                .instance(0)
                .getBean(MeterRegistry.class)
                .get("stockledger.projection.stuck")
                .tag("projection", reader)
                .gauge()
                .value();
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** A stored event without its members. */
    private static void append(
            RunningCommandSide commandSide, String stream, long sequence, String type, String revision)
            throws SQLException {
        try (Connection connection = commandSide.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO DomainEventEntry (eventIdentifier, aggregateIdentifier, sequenceNumber, type,"
                                + " timeStamp, payloadType, payloadRevision, payload, metaData)"
                                + " VALUES (?, ?, ?, 'broken', '2026-03-01T00:00:00Z', ?, ?, ?, ?)")) {
            insert.setString(1, UUID.randomUUID().toString());
            insert.setString(2, stream);
            insert.setLong(3, sequence);
            insert.setString(4, type);
            insert.setString(5, revision);
            insert.setBytes(6, "{}".getBytes(StandardCharsets.UTF_8));
            insert.setBytes(7, "{}".getBytes(StandardCharsets.UTF_8));
            insert.executeUpdate();
        }
    }
}
