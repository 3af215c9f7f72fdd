package stockledger.query.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Redis ranks what the local caches of all processes hold hottest, and what was hot long ago counts little. */
class HotKeysOfAllProcessesAreRankedTest {

    private static final int LIMIT = 5;

    private static CacheFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new CacheFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static HotKeyStore process() {
        LocalCache local = LocalCacheTest.cache(fixture.meters);
        return new HotKeyStore(List.of(), local, fixture.redis, LIMIT);
    }

    @Test
    void keysThatAreHotInSeveralProcessesComeFirst() {
        HotKeyStore one = process();
        HotKeyStore other = process();
        one.publish("all", List.of("a", "b", "c"));
        other.publish("all", List.of("b", "c", "d"));
        assertThat(one.hottest("all")).containsExactly("b", "c", "a", "d");
        assertThat(other.hottest("all")).containsExactly("b", "c", "a", "d");
        assertThat(one.hottest("others")).isEmpty();
    }

    @Test
    void aPublicationCountsHalfAfterSixteenLaterOnes() {
        HotKeyStore process = process();
        process.publish("decay", List.of("before"));
        for (int i = 0; i < 16; i++) {
            process.publish("decay", List.of("other"));
        }
        assertThat(score("decay", "before")).isBetween(0.45, 0.55);
        process.publish("decay", List.of("later"));
        assertThat(process.hottest("decay")).containsExactly("other", "later", "before");
    }

    @Test
    void whatIsHotNowOvertakesWhatWasHotForLong() {
        HotKeyStore process = process();
        for (int i = 0; i < 100; i++) {
            process.publish("change", List.of("old"));
        }
        for (int i = 0; i < 17; i++) {
            process.publish("change", List.of("new"));
        }
        assertThat(process.hottest("change")).containsExactly("new", "old");
    }

    @Test
    void theColdestKeysAreRemovedAndARankingExpires() {
        HotKeyStore process = process();
        process.publish("many", List.of("a", "b", "c", "d", "e"));
        process.publish("many", List.of("f"));
        assertThat(process.hottest("many")).containsExactly("f", "a", "b", "c", "d");
        StringRedisTemplate redis = fixture.commands();
        assertThat(redis.opsForZSet().zCard("stockledger:hot-keys:many")).isEqualTo(LIMIT);
        assertThat(redis.getExpire("stockledger:hot-keys:many"))
                .isBetween(HotKeyStore.TTL.minusMinutes(1).toSeconds(), HotKeyStore.TTL.toSeconds());
    }

    private static double score(String name, String key) {
        return fixture.commands().opsForZSet().score("stockledger:hot-keys:" + name, key);
    }
}
