package stockledger.query.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The most requested keys of all processes are ranked in Redis; older publications have less weight. */
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

    private static HotKeyStore hotKeyStore() {
        LocalCache local = LocalCacheTest.cache(fixture.meters);
        return new HotKeyStore(List.of(), local, fixture.redis, LIMIT);
    }

    @Test
    void keysThatAreHotInSeveralProcessesComeFirst() {
        HotKeyStore one = hotKeyStore();
        HotKeyStore other = hotKeyStore();
        one.publish("all", List.of("a", "b", "c"));
        other.publish("all", List.of("b", "c", "d"));
        assertThat(one.hottest("all")).containsExactly("b", "c", "a", "d");
        assertThat(other.hottest("all")).containsExactly("b", "c", "a", "d");
        assertThat(one.hottest("others")).isEmpty();
    }

    @Test
    void aPublicationCountsHalfAfterSixteenLaterOnes() {
        HotKeyStore hotKeys = hotKeyStore();
        hotKeys.publish("decay", List.of("before"));
        for (int i = 0; i < 16; i++) {
            hotKeys.publish("decay", List.of("other"));
        }
        assertThat(score("decay", "before")).isBetween(0.45, 0.55);
        hotKeys.publish("decay", List.of("later"));
        assertThat(hotKeys.hottest("decay")).containsExactly("other", "later", "before");
    }

    @Test
    void recentlyPublishedKeysOutrankFormerOnes() {
        HotKeyStore hotKeys = hotKeyStore();
        for (int i = 0; i < 100; i++) {
            hotKeys.publish("change", List.of("old"));
        }
        for (int i = 0; i < 17; i++) {
            hotKeys.publish("change", List.of("new"));
        }
        assertThat(hotKeys.hottest("change")).containsExactly("new", "old");
    }

    @Test
    void theColdestKeysAreRemovedAndARankingExpires() {
        HotKeyStore hotKeys = hotKeyStore();
        hotKeys.publish("many", List.of("a", "b", "c", "d", "e"));
        hotKeys.publish("many", List.of("f"));
        assertThat(hotKeys.hottest("many")).containsExactly("f", "a", "b", "c", "d");
        StringRedisTemplate redis = fixture.commands();
        assertThat(redis.opsForZSet().zCard("stockledger:hot-keys:many")).isEqualTo(LIMIT);
        assertThat(redis.getExpire("stockledger:hot-keys:many"))
                .isBetween(HotKeyStore.TTL.minusMinutes(1).toSeconds(), HotKeyStore.TTL.toSeconds());
    }

    private static double score(String name, String key) {
        return fixture.commands().opsForZSet().score("stockledger:hot-keys:" + name, key);
    }
}
