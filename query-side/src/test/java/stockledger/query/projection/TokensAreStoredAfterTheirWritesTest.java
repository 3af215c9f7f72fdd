package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.serialization.json.JacksonSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stored token is never ahead of the documents, and is not stored after each batch. */
class TokensAreStoredAfterTheirWritesTest {

    private static final String GROUP = "sku@1";

    private MongoServer server;
    private MongoClient client;
    private final Writes writes = new Writes();
    private TokenStore store;
    private TokenStore otherProcess;

    @BeforeEach
    void start() {
        server = new MongoServer(new MemoryBackend());
        client = MongoClients.create(server.bindAndGetConnectionString());
        store = tokens("one").store(writes);
        otherProcess = tokens("other").store(new Writes());
        store.initializeTokenSegments(GROUP, 1, at(0));
        store.fetchToken(GROUP, 0);
    }

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    private Tokens tokens(String node) {
        return new Tokens(
                client, client.getDatabase("shop"), JacksonSerializer.defaultSerializer(), Duration.ofMinutes(5), node);
    }

    private static TrackingToken at(long position) {
        return new GlobalSequenceTrackingToken(position);
    }

    /** What another process would continue from. */
    private TrackingToken afterRelease() {
        store.releaseClaim(GROUP, 0);
        return otherProcess.fetchToken(GROUP, 0);
    }

    private long stored() {
        return tokens("reader").positions(new Epoch("sku", 1), Map.of()).get(0).position();
    }

    /** Writes that a batch left for later. */
    private static final class Writes implements BatchWrites {
        private boolean pending;
        private boolean due;
        private boolean folding;
        private boolean failing;
        private int completed;
        private volatile int discarded;
        private Runnable onComplete = () -> {};

        @Override
        public boolean isPending(int segment) {
            return pending;
        }

        @Override
        public boolean isBehind(int segment) {
            return pending;
        }

        @Override
        public boolean isDue(int segment) {
            return due;
        }

        @Override
        public boolean complete(int segment) {
            if (failing) {
                throw new IllegalStateException("written by another process");
            }
            onComplete.run();
            completed += folding ? 0 : 1;
            return !folding;
        }

        @Override
        public void discard(int segment) {
            discarded++;
        }
    }

    @Test
    void ofManyBatchesOnlyTheLastTokenIsStored() {
        store.storeToken(at(1), GROUP, 0);
        store.storeToken(at(2), GROUP, 0);
        store.storeToken(at(3), GROUP, 0);
        assertThat(stored()).isEqualTo(1);
        store.extendClaim(GROUP, 0);
        assertThat(stored()).isEqualTo(3);
        store.storeToken(at(4), GROUP, 0);
        assertThat(afterRelease()).isEqualTo(at(4));
    }

    @Test
    void writesAreCompletedBeforeTheTokenIsStored() {
        store.storeToken(at(1), GROUP, 0);
        assertThat(writes.completed).isEqualTo(1);
        writes.pending = true;
        store.storeToken(at(2), GROUP, 0);
        assertThat(writes.completed).as("not due").isEqualTo(1);
        writes.due = true;
        store.storeToken(at(3), GROUP, 0);
        assertThat(writes.completed).isEqualTo(2);
        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void whileABatchIsFoldedOnlyTheClaimIsExtended() {
        store.storeToken(at(1), GROUP, 0);
        store.storeToken(at(2), GROUP, 0);
        writes.folding = true;
        store.extendClaim(GROUP, 0);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void aTokenWhoseWritesFailedIsNeverStored() {
        store.storeToken(at(1), GROUP, 0);
        store.storeToken(at(2), GROUP, 0);
        writes.failing = true;
        assertThatThrownBy(() -> store.extendClaim(GROUP, 0)).isInstanceOf(IllegalStateException.class);
        assertThat(afterRelease()).isEqualTo(at(1));
        assertThat(writes.discarded).as("at the claim and at its release").isEqualTo(2);
    }

    /** The coordinator extends a claim while a worker, whose batch failed, releases it. */
    @Test
    void writesAreNotDiscardedWhileTheirTokenIsStored() throws InterruptedException {
        store.storeToken(at(1), GROUP, 0);
        store.storeToken(at(2), GROUP, 0);
        int discardedBefore = writes.discarded;
        CountDownLatch completing = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        writes.onComplete = () -> {
            completing.countDown();
            awaitQuietly(released, Duration.ofMillis(500));
            assertThat(writes.discarded).isEqualTo(discardedBefore);
        };
        Thread worker = new Thread(() -> {
            awaitQuietly(completing, Duration.ofSeconds(30));
            store.releaseClaim(GROUP, 0);
            released.countDown();
        });
        worker.start();

        store.extendClaim(GROUP, 0);

        worker.join();
        assertThat(writes.discarded).isEqualTo(discardedBefore + 1);
        assertThat(stored()).isEqualTo(2);
    }

    private static void awaitQuietly(CountDownLatch latch, Duration time) {
        try {
            latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
