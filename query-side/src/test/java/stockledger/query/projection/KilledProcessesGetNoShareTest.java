package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process releases segments to another one only while the heartbeats of that process arrive. */
class KilledProcessesGetNoShareTest {

    private static final int SEGMENTS = 4;

    private MongoServer server;
    private MongoClient client;
    private InstanceRegistry own;
    private InstanceRegistry other;

    @BeforeEach
    void start() {
        server = new MongoServer(new MemoryBackend());
        client = MongoClients.create(server.bindAndGetConnectionString());
        own = registry("own");
        other = registry("other");
    }

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    private InstanceRegistry registry(String node) {
        return new InstanceRegistry(client.getDatabase("shop"), node, Duration.ofMinutes(1));
    }

    @Test
    void aProcessThatWasKilledBeforeThisOneStartedIsNotCounted() {
        other.heartbeat();

        own.heartbeat();
        own.heartbeat();

        assertThat(own.share(SEGMENTS)).isEqualTo(SEGMENTS);
    }

    @Test
    void aRunningProcessIsCountedAlsoWhenOneOfItsHeartbeatsIsLate() {
        other.heartbeat();
        own.heartbeat();
        other.heartbeat();
        own.heartbeat();
        assertThat(own.share(SEGMENTS)).isEqualTo(SEGMENTS / 2);

        own.heartbeat();
        assertThat(own.share(SEGMENTS)).isEqualTo(SEGMENTS / 2);
    }

    @Test
    void aProcessThatLeftIsNotCounted() {
        other.heartbeat();
        own.heartbeat();
        other.heartbeat();
        own.heartbeat();

        other.leave();
        own.heartbeat();

        assertThat(own.share(SEGMENTS)).isEqualTo(SEGMENTS);
    }
}
