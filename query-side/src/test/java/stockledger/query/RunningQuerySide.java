package stockledger.query;

import com.fasterxml.jackson.annotation.JsonTypeName;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import stockledger.events.ConsistencyToken;
import stockledger.events.Provenance;
import stockledger.events.apikey.ApiKeyEvent;
import stockledger.events.bulk.JobEvent;
import stockledger.events.bulk.UploadEvent;
import stockledger.events.bulk.UploadEvent.ChunkStored;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.demand.DemandEvent;
import stockledger.events.idempotency.KeyEvent;
import stockledger.events.location.LocationEvent;
import stockledger.events.operator.OperatorEvent;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.stock.StockEvent;
import stockledger.events.webhook.WebhookEvent;
import stockledger.query.projection.FastEpochs;
import stockledger.web.TokenSigner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Query sides in this process, on a real PostgreSQL, a real Redis and the MongoDB stand-in, reached over HTTP. With
 * {@code -Dstockledger.test.mongo-port=27017} they use another server of this machine instead of the stand-in.
 */
public final class RunningQuerySide implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The port of another server than the stand-in; null without one. */
    private static final Integer MONGO_PORT = Integer.getInteger("stockledger.test.mongo-port");

    private static EmbeddedPostgres postgres;

    private final String database = "shop" + DATABASES.incrementAndGet();
    private final MongoServer mongo = new MongoServer(new MemoryBackend());
    private final int mongoPort;
    private final String mongoDatabase;
    private final List<TcpProxy> mongoProxies = new ArrayList<>();
    private final List<TcpProxy> redisProxies = new ArrayList<>();
    private final Map<String, Long> sequences = new ConcurrentHashMap<>();
    private final List<ConfigurableApplicationContext> instances = new ArrayList<>();
    private final TestRedis redis = new TestRedis();

    public RunningQuerySide(String... settings) {
        mongoPort = MONGO_PORT == null ? mongo.bind().getPort() : MONGO_PORT;
        // The other server keeps the databases of earlier runs.
        mongoDatabase = MONGO_PORT == null ? "stockledger" : "test" + System.nanoTime();
        redis.start();
        try (Connection connection = postgres().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        start(settings);
    }

    /** One PostgreSQL serves all tests of this process, a database each. */
    private static synchronized EmbeddedPostgres postgres() {
        if (postgres == null) {
            try {
                postgres = EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return postgres;
    }

    /** Starts one more instance. */
    public ConfigurableApplicationContext start(String... settings) {
        TcpProxy mongoProxy = new TcpProxy(mongoPort);
        mongoProxies.add(mongoProxy);
        TcpProxy redisProxy = new TcpProxy(redis.port());
        redisProxies.add(redisProxy);
        Map<String, String> args = new LinkedHashMap<>();
        for (String setting : defaultSettings(mongoProxy.port(), redisProxy.port())) {
            args.put(setting.substring(0, setting.indexOf('=')), setting);
        }
        for (String setting : settings) {
            args.put(setting.substring(0, setting.indexOf('=')), setting);
        }
        ConfigurableApplicationContext instance = run(args.values().toArray(String[]::new));
        instances.add(instance);
        return instance;
    }

    /** One after another, also for tests that run at the same time: starts share the logging system of the process. */
    private static synchronized ConfigurableApplicationContext run(String... args) {
        return new SpringApplicationBuilder(QuerySide.class, FastEpochs.class)
                .properties("spring.config.name=query-side,application")
                .run(args);
    }

    private List<String> defaultSettings(int mongoPort, int redisPort) {
        return List.of(
                "--server.port=0",
                "--stockledger.event-store.jdbc.url=" + postgres().getJdbcUrl("postgres", database),
                "--stockledger.event-store.jdbc.username=postgres",
                "--stockledger.event-store.jdbc.pool-size=6",
                "--spring.mongodb.uri=mongodb://127.0.0.1:" + mongoPort + "/" + mongoDatabase,
                "--spring.data.redis.url=redis://127.0.0.1:" + redisPort,
                // Longer than the default, for busy build machines.
                "--stockledger.query-http.max-wait=20000ms",
                "--stockledger.cache.command-timeout=2s",
                "--stockledger.cache.max-staleness=2500ms");
    }

    public void startRedis() {
        redis.start();
    }

    public void stopRedis() {
        redis.stop();
    }

    /** The Redis that all instances use. */
    public TestRedis redis() {
        return redis;
    }

    /** The proxy between the first instance and MongoDB. */
    public TcpProxy mongoProxy() {
        return mongoProxy(0);
    }

    public TcpProxy mongoProxy(int instance) {
        return mongoProxies.get(instance);
    }

    /** The proxy between an instance and Redis. */
    public TcpProxy redisProxy(int instance) {
        return redisProxies.get(instance);
    }

    /** The sum of the counters of an instance with a name and tags. */
    public double counter(int index, String name, String... tags) {
        return instances.get(index).getBean(MeterRegistry.class).get(name).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    public <T> T bean(Class<T> type) {
        return instances.get(0).getBean(type);
    }

    public ConfigurableApplicationContext instance(int index) {
        return instances.get(index);
    }

    /** A connection to the database of the event store. */
    public Connection connect() throws SQLException {
        return postgres().getDatabase("postgres", database).getConnection();
    }

    public int indexOf(ConfigurableApplicationContext instance) {
        return instances.indexOf(instance);
    }

    /** Appends each event to its stream, all in one transaction. */
    public void append(Object... events) {
        append(Map.of(), events);
    }

    /** Appends events with additional metadata. */
    public void append(Map<String, String> metadata, Object... events) {
        List<DomainEventMessage<?>> messages = new ArrayList<>();
        for (Object event : events) {
            String stream = streamOf(event);
            long sequence = sequences.merge(stream, 0L, (before, zero) -> before + 1);
            messages.add(new GenericDomainEventMessage<>(
                    stream.split(":", 2)[0],
                    stream,
                    sequence,
                    event,
                    MetaData.from(Map.of(Provenance.ACTOR, "kim", Provenance.CORRELATION_ID, "c1"))
                            .mergedWith(metadata)));
        }
        UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
        unit.attachTransaction(bean(TransactionManager.class));
        bean(EventStore.class).publish(messages);
        unit.commit();
    }

    /** Appends an event with a payload that no release of this code would have stored. */
    public void appendStored(String stream, Class<?> type, String revision, String payload) throws SQLException {
        appendStored(stream, type.getAnnotation(JsonTypeName.class).value(), revision, payload);
    }

    /** The same of any type. */
    public void appendStored(String stream, String type, String revision, String payload) throws SQLException {
        long sequence = sequences.merge(stream, 0L, (before, zero) -> before + 1);
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO DomainEventEntry (eventIdentifier, aggregateIdentifier, sequenceNumber, type,"
                                + " timeStamp, payloadType, payloadRevision, payload, metaData)"
                                + " VALUES (?, ?, ?, 'stored', '2026-03-01T00:00:00Z', ?, ?, ?, ?)")) {
            insert.setString(1, UUID.randomUUID().toString());
            insert.setString(2, stream);
            insert.setLong(3, sequence);
            insert.setString(4, type);
            insert.setString(5, revision);
            insert.setBytes(6, payload.getBytes(StandardCharsets.UTF_8));
            insert.setBytes(7, "{}".getBytes(StandardCharsets.UTF_8));
            insert.executeUpdate();
        }
    }

    /** Replaces the payload of a stored event, as if this release could read it. */
    public void mend(String stream, long sequence, String payload) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE DomainEventEntry SET payload = ? WHERE aggregateIdentifier = ? AND sequenceNumber"
                                + " = ?")) {
            update.setBytes(1, payload.getBytes(StandardCharsets.UTF_8));
            update.setString(2, stream);
            update.setLong(3, sequence);
            update.executeUpdate();
        }
    }

    /** The last sequence number of a stream. */
    public long version(String stream) {
        return sequences.get(stream);
    }

    private static String streamOf(Object event) {
        if (event instanceof ProductEvent product) {
            return product.sku().productStream();
        } else if (event instanceof StockEvent stock) {
            return stock.sku().stockStream();
        } else if (event instanceof ReservationEvent reservation) {
            return reservation.id().stream();
        } else if (event instanceof JobEvent job) {
            return job.id().stream();
        } else if (event instanceof ChunkStored chunk) {
            return UploadEvent.stream(chunk.upload(), chunk.part(), chunk.number());
        } else if (event instanceof KeyEvent key) {
            return KeyEvent.stream(key.id());
        } else if (event instanceof ApiKeyEvent) {
            return ApiKeyEvent.STREAM;
        } else if (event instanceof DemandEvent) {
            return DemandEvent.stream("process");
        } else if (event instanceof OperatorEvent) {
            return OperatorEvent.stream(UUID.randomUUID().toString());
        } else if (event instanceof WebhookEvent webhook) {
            return webhook.id().stream();
        }
        return ((LocationEvent) event).id().stream();
    }

    /** An HTTP answer, with its body read as JSON. */
    public record Answer(int status, String text, java.net.http.HttpHeaders headers) {

        public JsonNode body() {
            return text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text);
        }

        /** The code of a problem; empty if the answer is no problem. */
        public String code() {
            return header("Content-Type").contains("json") ? body().path("code").asString() : "";
        }

        /** The text without the watermark at its end, which changes with the time. */
        public String textWithoutWatermark() {
            return text.replaceFirst(",\"asOf\":\"[^\"]+\"}$", "}");
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    public Answer get(String path, String... headers) {
        return send(0, "GET", path, null, headers);
    }

    public Answer post(String path, String body) {
        return send(0, "POST", path, body, "Content-Type", "application/json");
    }

    public Answer send(int index, String method, String path, String body, String... headers) {
        int port = ((ServletWebServerApplicationContext) instances.get(index))
                .getWebServer()
                .getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(
                    headers[i], headers[i].equals("Consistency-Token") ? signed(headers[i + 1]) : headers[i + 1]);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body(), answer.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Tokens as the command side sends them; any other text is sent as it is. */
    public String signed(String token) {
        try {
            ConsistencyToken.decode(token);
        } catch (IllegalArgumentException e) {
            return token;
        }
        return Arrays.stream(token.split(","))
                .map(part -> bean(TokenSigner.class).sign(part.strip()))
                .collect(Collectors.joining(","));
    }

    /** Waits until an instance reports ready. */
    public void awaitReady(int index) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        send(index, "GET", "/actuator/health/readiness", null).status() == 200);
    }

    @Override
    public void close() {
        instances.forEach(ConfigurableApplicationContext::close);
        redis.stop();
        mongo.shutdownNow();
    }
}
