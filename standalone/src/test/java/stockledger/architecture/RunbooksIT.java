package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import stockledger.architecture.ReadmeBlocks.Step;
import stockledger.standalone.servers.UnixSocketFactory;

/**
 * The commands of each runbook in docs/operations.md, as they are written, against the packaged jar, after the fault that they are
 * for. The later ones restart it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunbooksIT {

    private static final String OPERATIONS = "docs/operations.md";
    private static final String[] SETTINGS = {
        "--stockledger.audit.sweep-interval=1s", "--stockledger.audit.swept-per-minute=60000"
    };

    /** Of which the backup is. */
    private static final String SKU = "MUG-01";

    @TempDir
    static Path folder;

    private static RunningJar service;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        service = new RunningJar(folder, SETTINGS);
        post("/v1/locations", "{\"id\":\"main\",\"name\":\"Main\"}");
        for (String sku : List.of(SKU, "MUG-02", "MUG-03")) {
            post(
                    "/v1/products",
                    "{\"sku\":\"" + sku + "\",\"name\":\"Mug\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}");
            receive(sku, 5);
        }
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        service.close();
    }

    @Test
    @Order(1)
    void rebuild() throws IOException, InterruptedException {
        List<Step> steps = steps("Runbook: rebuild", 3);
        assertThat(run(steps.get(0))).contains("\"state\":\"clean\"", "{\"items\":[]}");
        run(steps.get(1));
        assertThat(run(steps.get(2))).contains("\"state\":\"rolledBack\"");
        await(() -> onHand(SKU) == 5);
    }

    @Test
    @Order(2)
    void drift() throws IOException, InterruptedException {
        List<Step> steps = steps("Runbook: drift", 1);
        await(() -> onHand(SKU) == 5);
        // Once its page is in Redis.
        await(() -> !redis("EVAL \"local n=0 for _,k in ipairs(redis.call('KEYS','sku:pages:*:" + SKU
                        + "')) do redis.call('SET',k,(string.gsub(redis.call('GET',k),'onHand.:5','onHand\\\":9')))"
                        + " n=n+1 end return n\" 0")
                .equals(":0"));
        await(() -> get("/v1/admin/audit/differences").contains("\"" + SKU + "\""));

        assertThat(run(steps.get(0))).contains("\"redis\"", "\"remaining\":[]");
        assertThat(onHand(SKU)).isEqualTo(5);
    }

    @Test
    @Order(3)
    void stalledOrder() throws IOException, InterruptedException, SQLException {
        List<Step> steps = steps("Runbook: stalled order", 1);
        try (Connection holder = connect()) {
            holder.setAutoCommit(false);
            append(holder, "stock:held", "2", "5");
            receive(SKU, 1);
            String store = "/v1/admin/event-store";
            await(() -> get(store).contains("\"missing\":[{") && get(store).contains("\"openAppends\":[{"));

            assertThat(run(steps.get(0))).contains("\"ended\":[]", "\"ended\":[{");
            assertThatThrownBy(holder::commit).isInstanceOf(SQLException.class);
        }
        await(() -> onHand(SKU) == 6);
    }

    @Test
    @Order(4)
    void poisonEvent() throws IOException, InterruptedException, SQLException {
        List<Step> steps = steps("Runbook: poison event", 3);
        try (Connection connection = connect()) {
            append(connection, "stock:MUG-02", "2", "\"many\"");
            append(connection, "stock:MUG-02", "2", "2");
        }
        await(() -> get("/v1/products/MUG-02").contains("\"degraded\""));

        assertThat(run(steps.get(0))).contains("\"key\":\"MUG-02\"", "\"quantity\":\"many\"");
        assertThat(run(steps.get(1))).contains("\"dryRun\":true", "\"drained\":false", "\"actionId\"");
        assertThat(onHand("MUG-02")).isEqualTo(5);
        assertThat(run(steps.get(2))).contains("\"drained\":true");
        await(() -> onHand("MUG-02") == 7 && !get("/v1/products/MUG-02").contains("\"degraded\""));
    }

    /** A release that stores a later revision was installed and rolled back. */
    @Test
    @Order(5)
    void upgradeAndRollback() throws IOException, InterruptedException, SQLException {
        List<Step> steps = steps("Runbook: upgrade and rollback", 2);
        run(steps.get(0));
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            append(connection, "stock:MUG-03", "9", "3");
            await(() -> get("/v1/admin/projections").contains("\"trouble\""));
            assertThat(run(steps.get(1))).contains("stock:MUG-03", "stock.StockReceived.9");
            assertThat(onHand("MUG-03")).isEqualTo(5);

            // The later release would read it.
            statement.executeUpdate("UPDATE DomainEventEntry SET payloadRevision = '2' WHERE payloadRevision = '9'");
        }
        service.close();
        BashBlocks.run(steps("Backup", 1).get(0).commands(), folder);
        service = new RunningJar(folder, SETTINGS);
        await(() -> onHand("MUG-03") == 8);
        run(steps.get(0));
    }

    /** To the backup of the test before; the event store goes back in time while the service runs, and then while it does not. */
    @Test
    @Order(6)
    void restore() throws IOException, InterruptedException, SQLException {
        List<Step> steps = steps("Runbook: restore", 2);
        receive(SKU, 4);
        await(() -> onHand(SKU) == 10);
        String last = value("SELECT MAX(globalIndex) FROM DomainEventEntry");
        await(() -> get("/v1/admin/event-store").contains("\"newest\":" + last));
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "DELETE FROM DomainEventEntry WHERE globalIndex = (SELECT MAX(globalIndex) FROM DomainEventEntry)");
        }
        await(() -> get("/v1/products/" + SKU).contains("event-store-mismatch"));
        assertThat(run(steps.get(0))).contains("went back in time", "\"actionId\"");

        service.close();
        BashBlocks.run(steps.get(1).commands(), folder);
        service = new RunningJar(folder, SETTINGS);
        assertThat(onHand(SKU)).isEqualTo(6);
    }

    /** The blocks of a section. */
    private static List<Step> steps(String section, int count) throws IOException {
        String document = Repository.document(OPERATIONS);
        String start = "\n## " + section + "\n";
        assertThat(document).contains(start);
        String rest = document.substring(document.indexOf(start) + start.length());
        List<Step> steps = ReadmeBlocks.of(rest.substring(0, rest.indexOf("\n## ")));
        assertThat(steps).as(section).hasSize(count);
        return steps;
    }

    private static String run(Step step) throws IOException, InterruptedException {
        return BashBlocks.run(step.commands(), service, folder);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(condition);
    }

    private static String get(String path) throws IOException, InterruptedException {
        return service.get(path).body();
    }

    private static void post(String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = service.post(path, json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static void receive(String sku, int units) throws IOException, InterruptedException {
        post("/v1/inventory/" + sku + "/receipts", "{\"locationId\":\"main\",\"quantity\":" + units + "}");
    }

    private static long onHand(String sku) throws IOException, InterruptedException {
        String page = get("/v1/products/" + sku);
        return page.contains("\"onHand\":")
                ? Long.parseLong(page.replaceAll("(?s)^.*?\"onHand\":(-?\\d+).*$", "$1"))
                : -1;
    }

    private static Path socket(String name) {
        return service.dataFolder().resolve("sockets").resolve(name);
    }

    private static Connection connect() throws SQLException, IOException {
        return EventTable.connect(service);
    }

    private static String value(String query) throws SQLException, IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void append(Connection connection, String stream, String revision, String quantity)
            throws SQLException {
        EventTable.append(connection, stream, "main", revision, quantity);
    }

    /** The first line of the answer to a command. */
    private static String redis(String command) throws IOException {
        Path path = socket("redis.sock").toAbsolutePath();
        try (Socket redis = new UnixSocketFactory(path.toString()).createSocket()) {
            redis.connect(UnixDomainSocketAddress.of(path));
            redis.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            String answer = new BufferedReader(new InputStreamReader(redis.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            assertThat(answer).doesNotStartWith("-");
            return answer;
        }
    }
}
