package stockledger.query.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import stockledger.query.TestRedis;

/** Two processes on a Redis Cluster of three masters. */
class RedisClusterTest {

    private static final int SLOTS = 16_384;
    private static final int MASTERS = 3;

    private static final List<TestRedis> SERVERS = new ArrayList<>();
    private static final RedisClient CLIENT = RedisClient.create();
    private static final List<StatefulRedisConnection<String, String>> CONNECTIONS = new ArrayList<>();
    private static final MongoServer MONGO = new MongoServer(new MemoryBackend());
    private static final List<Process> PROCESSES = new ArrayList<>();
    private static MongoClient mongo;

    /** What a process of the query side has of the cache. */
    private record Process(
            LettuceConnectionFactory factory, RedisGateway redis, CacheGenerationStore generation, RedisCache cache) {

        void heartbeat() {
            cache.verify(redis.heartbeat("heartbeat", "1", RedisCache::identity));
        }
    }

    @BeforeAll
    static void start() {
        for (int i = 0; i < MASTERS; i++) {
            TestRedis server = new TestRedis("cluster-enabled yes");
            server.start();
            SERVERS.add(server);
            CONNECTIONS.add(CLIENT.connect(RedisURI.create("127.0.0.1", server.port())));
        }
        for (int i = 0; i < MASTERS; i++) {
            int first = SLOTS * i / MASTERS;
            int[] slots = IntStream.range(first, SLOTS * (i + 1) / MASTERS).toArray();
            on(i).clusterAddSlots(slots);
            on(i).clusterMeet("127.0.0.1", SERVERS.get(0).port());
        }
        await().atMost(Duration.ofMinutes(1)).until(RedisClusterTest::isWhole);
        mongo = MongoClients.create(MONGO.bindAndGetConnectionString());
        PROCESSES.add(process(0));
        PROCESSES.add(process(1));
    }

    @AfterAll
    static void stop() {
        PROCESSES.forEach(process -> process.factory().destroy());
        mongo.close();
        MONGO.shutdownNow();
        CLIENT.shutdown();
        SERVERS.forEach(TestRedis::stop);
    }

    /** Each process knows another server first, as if its client had chosen one at random. */
    private static Process process(int knows) {
        LettuceConnectionFactory factory = new LettuceConnectionFactory(new RedisClusterConfiguration(
                List.of("127.0.0.1:" + SERVERS.get(knows).port())));
        factory.afterPropertiesSet();
        factory.start();
        CacheMeters meters = new CacheMeters(new SimpleMeterRegistry());
        RedisGateway redis = new RedisGateway(factory, Duration.ofSeconds(5));
        CacheGenerationStore generation = new CacheGenerationStore(
                new SimpleMongoClientDatabaseFactory(mongo, "test"),
                () -> UUID.randomUUID().toString(),
                meters);
        generation.read();
        return new Process(factory, redis, generation, new RedisCache(redis, generation, meters, Duration.ofHours(1)));
    }

    private static RedisCommands<String, String> on(int server) {
        return CONNECTIONS.get(server).sync();
    }

    private static boolean isWhole() {
        return IntStream.range(0, MASTERS)
                .mapToObj(i -> on(i).clusterInfo())
                .allMatch(info -> info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:3"));
    }

    /** Two of each process: the first of all sets the mark. Fails while a master is away, as after another test. */
    private static void awaitHeartbeats() {
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            PROCESSES.forEach(Process::heartbeat);
            PROCESSES.forEach(Process::heartbeat);
            return isWhole()
                    && PROCESSES.stream().allMatch(process -> process.redis().isAvailable());
        });
    }

    private static CachedResponse response(int number) {
        return new CachedResponse(number, number, -1, ("page " + number).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void responsesOfAllSlotsAreWrittenAndReadByEveryProcess() {
        Map<String, CachedResponse> responses = new HashMap<>();
        IntStream.range(0, 100).forEach(i -> responses.put("SKU-" + i, response(i)));
        Process one = PROCESSES.get(0);
        Process two = PROCESSES.get(1);

        awaitHeartbeats();

        assertThat(one.cache()
                        .put(one.generation().read(), Map.of("pages", responses))
                        .getAsBoolean())
                .isTrue();

        two.generation().read();
        assertThat(two.cache().get(two.cache().open("pages"), List.copyOf(responses.keySet())))
                .hasSize(responses.size());
    }

    @Test
    void processesThatAskDifferentServersAgreeWhichClusterTheyUse() {
        awaitHeartbeats();
        String agreed = PROCESSES.get(0).generation().read().id();

        for (int i = 0; i < 3; i++) {
            PROCESSES.forEach(Process::heartbeat);
        }

        assertThat(PROCESSES)
                .allSatisfy(
                        process -> assertThat(process.generation().read().id()).isEqualTo(agreed));
    }

    @Test
    void restartOfAnyMasterInvalidatesTheResponses() {
        awaitHeartbeats();
        String before = PROCESSES.get(0).generation().read().id();

        SERVERS.get(2).stop();
        SERVERS.get(2).start();

        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            PROCESSES.get(0).heartbeat();
            return !PROCESSES.get(0).generation().read().id().equals(before);
        });
    }
}
