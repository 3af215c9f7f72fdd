package stockledger.query.cache;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import stockledger.query.TestRedis;

/** A real Redis and a generation in the MongoDB stand-in, without Spring's context. */
public final class CacheFixture implements AutoCloseable {

    public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    public final CacheMeters meters = new CacheMeters(registry);
    public final RedisGateway redis;
    public final CacheGenerationStore generation;
    public final LettuceConnectionFactory factory;
    private final TestRedis server = new TestRedis();
    private final MongoServer mongo = new MongoServer(new MemoryBackend());
    private final MongoClient client;

    public CacheFixture() {
        server.start();
        factory = new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", server.port()));
        factory.afterPropertiesSet();
        factory.start();
        redis = new RedisGateway(factory, Duration.ofSeconds(5));
        client = MongoClients.create(mongo.bindAndGetConnectionString());
        generation = new CacheGenerationStore(
                new SimpleMongoClientDatabaseFactory(client, "test"),
                () -> UUID.randomUUID().toString(),
                meters);
        generation.read();
    }

    /** The Redis server, to suspend and stop it. */
    public TestRedis server() {
        return server;
    }

    /** Direct access to Redis. */
    public StringRedisTemplate commands() {
        return new StringRedisTemplate(factory);
    }

    @Override
    public void close() {
        factory.destroy();
        client.close();
        server.stop();
        mongo.shutdownNow();
    }
}
