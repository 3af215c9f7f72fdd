package stockledger.query.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stockledger.query.webhook.DeliveryLog.Attempt;

/** The log keeps failures longer than successes, and reads both in one order, or one of them alone. */
class FailuresStayInTheLogTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int KEPT = 50;

    private final MongoServer server = new MongoServer(new MemoryBackend());
    private final MongoClient client = MongoClients.create(server.bindAndGetConnectionString());
    private final DeliveryLog log = new DeliveryLog(client.getDatabase("log"), KEPT);
    private final DeliveryLog.Buffer buffer = log.buffer("hook");

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    private void add(String result, int number) {
        buffer.add(new Attempt(NOW, "e" + number, "t", "s", number, number, 1, result, null, null, 1, null));
    }

    private List<Long> read(@Nullable String result, int limit) {
        List<Long> all = new ArrayList<>();
        String document = null;
        int index = -1;
        DeliveryLog.Page page;
        do {
            page = log.read("hook", result, document, index, limit);
            page.attempts().forEach(attempt -> all.add(attempt.position()));
            assertThat(page.attempts()).hasSizeLessThanOrEqualTo(limit);
            document = page.document();
            index = page.index();
            assertThat(DeliveryLog.isDocument(document, "hook")).isTrue();
        } while (page.hasMore());
        return all;
    }

    @Test
    void pagesHaveBothInOneOrder() {
        for (int i = 0; i < 12; i += 4) {
            add(Attempt.DELIVERED, i);
            add(Attempt.DELIVERED, i + 1);
            add(Attempt.FAILED, i + 2);
            add(Attempt.FAILED, i + 3);
            buffer.flush(NOW.plusMillis(i));
        }
        for (int limit = 1; limit < 14; limit++) {
            assertThat(read(null, limit)).containsExactly(11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L, 0L);
            assertThat(read(Attempt.FAILED, limit)).containsExactly(11L, 10L, 7L, 6L, 3L, 2L);
            assertThat(read(Attempt.DELIVERED, limit)).containsExactly(9L, 8L, 5L, 4L, 1L, 0L);
        }
        log.delete("hook");
        assertThat(log.read("hook", null, null, -1, 9).attempts()).isEmpty();
    }

    @Test
    void manySuccessesDisplaceNoFailure() {
        add(Attempt.FAILED, 0);
        buffer.flush(NOW);
        for (int i = 1; i <= 100; i++) {
            add(Attempt.DELIVERED, i);
            buffer.flush(NOW.plusMillis(i));
        }
        assertThat(read(Attempt.FAILED, 200)).containsExactly(0L);
        assertThat(read(Attempt.DELIVERED, 200)).hasSizeLessThanOrEqualTo(KEPT + 1);
    }
}
