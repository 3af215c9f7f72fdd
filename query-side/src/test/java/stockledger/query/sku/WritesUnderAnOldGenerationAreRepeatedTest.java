package stockledger.query.sku;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stockledger.query.cache.CacheFixture;
import stockledger.query.cache.CacheGeneration;
import stockledger.query.cache.CacheGenerationStore;
import stockledger.query.projection.Epoch;

/** Responses are under the keys of the generation that is read before the token of their batch is stored. */
class WritesUnderAnOldGenerationAreRepeatedTest {

    private static final Epoch EPOCH = new Epoch("sku", 1);

    private final List<String> repeated = new ArrayList<>();
    private CacheFixture fixture;
    private CacheGenerationStore generations;
    private UnconfirmedWrites writes;

    @BeforeEach
    void start() {
        fixture = new CacheFixture();
        generations = fixture.generation;
        writes = new UnconfirmedWrites(generations, this::writeAgain);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void writeAgain(CacheGeneration known, Epoch epoch, List<String> keys) {
        repeated.addAll(keys);
    }

    @Test
    void writesUnderTheNewestGenerationAreNotRepeated() {
        writes.add(generations.read(), EPOCH, List.of("a"));
        writes.confirm();
        generations.renewLists(generations.read());
        writes.confirm();
        assertThat(repeated).isEmpty();
    }

    @Test
    void writesUnderAnOlderGenerationAreRepeatedOnce() {
        writes.add(generations.read(), EPOCH, List.of("a"));
        generations.renewLists(generations.read());
        writes.add(generations.read(), EPOCH, List.of("b"));
        writes.confirm();
        assertThat(repeated).containsExactly("a");
        writes.confirm();
        assertThat(repeated).containsExactly("a");
    }
}
