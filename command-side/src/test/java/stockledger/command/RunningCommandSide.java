package stockledger.command;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import stockledger.events.ConsistencyToken;
import stockledger.web.TokenSigner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Command sides in this process, on a real PostgreSQL and the MongoDB stand-in, reached over HTTP. */
public final class RunningCommandSide implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static EmbeddedPostgres shared;

    private final EmbeddedPostgres postgres;

    private final String database = "shop" + DATABASES.incrementAndGet();
    private final MongoServer mongo;
    private final String mongoUri;
    private final List<ConfigurableApplicationContext> instances = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private Connection reading;

    public RunningCommandSide(int count, String... settings) {
        this(sharedPostgres(), count, settings);
    }

    private RunningCommandSide(EmbeddedPostgres postgres, int count, String... settings) {
        this.postgres = postgres;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        mongo = new MongoServer(new MemoryBackend());
        InetSocketAddress address = mongo.bind();
        mongoUri = "mongodb://127.0.0.1:" + address.getPort() + "/stockledger";
        for (int i = 0; i < count; i++) {
            start(settings);
        }
    }

    /** Command sides on a PostgreSQL that no other test uses, so that it can be stopped. */
    public static RunningCommandSide withOwnPostgres(int count, String... settings) {
        return new RunningCommandSide(startPostgres(), count, settings);
    }

    /** One PostgreSQL serves all tests of this process, a database each. */
    private static synchronized EmbeddedPostgres sharedPostgres() {
        if (shared == null) {
            shared = startPostgres();
        }
        return shared;
    }

    private static EmbeddedPostgres startPostgres() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all connections to the database, and refuses new ones unless {@code allowed}. */
    public void allowConnections(boolean allowed) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS " + allowed);
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection to the database of the event store. */
    public Connection connect() throws SQLException {
        return postgres.getDatabase("postgres", database).getConnection();
    }

    /** Starts another instance. */
    public ConfigurableApplicationContext start(String... settings) {
        Map<String, String> args = new LinkedHashMap<>();
        Stream.concat(Stream.of(defaultSettings()), Stream.of(settings))
                .forEach(setting -> args.put(setting.substring(0, setting.indexOf('=')), setting));
        ConfigurableApplicationContext instance = run(args.values().toArray(String[]::new));
        instances.add(instance);
        return instance;
    }

    /** One after another, also for tests that run at the same time: starts share the logging system of the process. */
    private static synchronized ConfigurableApplicationContext run(String... args) {
        return new SpringApplicationBuilder(CommandSide.class)
                .properties("spring.config.name=command-side,application")
                .run(args);
    }

    private String[] defaultSettings() {
        return new String[] {
            "--server.port=0",
            "--stockledger.event-store.jdbc.url=" + postgres.getJdbcUrl("postgres", database),
            "--stockledger.event-store.jdbc.username=postgres",
            "--spring.mongodb.uri=" + mongoUri,
            // Longer than the default, for busy build machines.
            "--stockledger.dispatch.command-deadline=30s"
        };
    }

    /** An HTTP answer, with its body read as JSON. */
    public record Answer(int status, JsonNode body, java.net.http.HttpHeaders headers) {

        public String code() {
            return body.path("code").asString();
        }
    }

    public ConfigurableApplicationContext instance(int index) {
        return instances.get(index);
    }

    /** The verified consistency token of an answer. */
    public ConsistencyToken token(Answer answer) {
        String signed = answer.headers().firstValue("Consistency-Token").orElseThrow();
        return ConsistencyToken.decode(
                instances.get(0).getBean(TokenSigner.class).verified(signed));
    }

    /** The number of instances. */
    public int instances() {
        return instances.size();
    }

    /** The port that an instance listens on. */
    public int port(int index) {
        return ((ServletWebServerApplicationContext) instances.get(index))
                .getWebServer()
                .getPort();
    }

    /** How many events are stored. */
    public long events() {
        return read("SELECT count(*) FROM DomainEventEntry", row -> row.getLong(1))
                .get(0);
    }

    /**
     * An event as it is stored.
     *
     * @param type its stored name
     */
    public record Stored(String type, long version, JsonNode payload, JsonNode metaData) {}

    /** The events of a stream, in their order. */
    public List<Stored> stream(String stream) {
        return read(
                "SELECT payloadType, sequenceNumber, payload, metaData FROM DomainEventEntry"
                        + " WHERE aggregateIdentifier = ? ORDER BY sequenceNumber",
                row -> new Stored(
                        row.getString(1),
                        row.getLong(2),
                        JSON.readTree(row.getBytes(3)),
                        JSON.readTree(row.getBytes(4))),
                stream);
    }

    /** Reads one row of a result. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Queries the event store's tables, through one connection that stays open. */
    public synchronized <T> List<T> read(String sql, Row<T> row, String... parameters) {
        try (PreparedStatement statement = reading().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(row.read(result));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void closeReading() {
        try {
            if (reading != null) {
                reading.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection reading() throws SQLException {
        if (reading == null || !reading.isValid(1)) {
            reading = connect();
        }
        return reading;
    }

    public Answer post(String path, String body) {
        return post(0, path, body);
    }

    public Answer post(int index, String path, String body) {
        return send(index, "POST", path, "application/json", body);
    }

    public Answer send(int index, String method, String path, String type, String body, String... headers) {
        return send(index, method, path, type, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Answer send(int index, String method, String path, String type, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(index) + path))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode json = answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
            return new Answer(answer.statusCode(), json, answer.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A shop with one location and products that have stock there. */
    public void stocked(String location, long units, String... skus) {
        expectCreated("/v1/locations", "{\"id\":\"%s\",\"name\":\"Main\"}".formatted(location));
        for (String sku : skus) {
            expectCreated(
                    "/v1/products",
                    "{\"sku\":\"%s\",\"name\":\"A thing\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}"
                            .formatted(sku));
            if (units > 0) {
                expectCreated(
                        "/v1/inventory/" + sku + "/receipts",
                        "{\"locationId\":\"%s\",\"quantity\":%d}".formatted(location, units));
            }
        }
    }

    private void expectCreated(String path, String body) {
        Answer answer = post(path, body);
        if (answer.status() != 201) {
            throw new AssertionError(path + " answered " + answer.status() + " " + answer.body());
        }
    }

    /** All processes of PostgreSQL, which must be its own, stand still until it is closed: connections stay open. */
    public AutoCloseable freezePostgres() {
        if (postgres == shared) {
            throw new IllegalStateException("other tests use this PostgreSQL");
        }
        ProcessHandle server;
        try (Connection open = connect();
                Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            server = ProcessHandle.of(row.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        signal("STOP", server);
        return () -> signal("CONT", server);
    }

    private static void signal(String signal, ProcessHandle server) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal, String.valueOf(server.pid())));
        server.children().forEach(child -> command.add(String.valueOf(child.pid())));
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops PostgreSQL, which must be its own. */
    public void stopPostgres() {
        if (postgres == shared) {
            throw new IllegalStateException("other tests use this PostgreSQL");
        }
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops MongoDB. */
    public void stopMongo() {
        mongo.shutdownNow();
    }

    @Override
    public void close() {
        instances.forEach(ConfigurableApplicationContext::close);
        mongo.shutdownNow();
        closeReading();
        if (postgres != shared) {
            stopPostgres();
        }
    }
}
