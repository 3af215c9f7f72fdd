package stockledger.query.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import stockledger.query.RunningQuerySide;

/** Redis knows what all processes read most, and what was read long ago counts little. */
class ReadsAreRankedTest {

    private static final int HOURS = 6;
    private static final int HALF_LIFE_HOURS = 2;
    private static final int MOST = 3;
    private static final int MOST_COUNTED = 5;

    private static RunningQuerySide shop;

    private Instant now = Instant.parse("2026-11-25T10:59:59Z");
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    @BeforeAll
    static void start() {
        shop = new RunningQuerySide();
        await().until(() -> !shop.bean(RedisCache.class).isLeftAlone());
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    private static WarmingSettings settings(int countOneIn) {
        return new WarmingSettings(
                countOneIn, 10_000, MOST_COUNTED, HOURS, HALF_LIFE_HOURS, MOST, 100, 80, 20_000, 5_000);
    }

    private HotKeyStore process() {
        return new HotKeyStore(
                shop.bean(RedisConnectionFactory.class),
                shop.bean(RedisScripts.class),
                shop.bean(RedisCache.class),
                shop.bean(CacheSettings.class),
                settings(1),
                clock);
    }

    private static void read(HotKeyStore process, String name, Map<String, Integer> times) {
        times.forEach((key, count) -> {
            for (int i = 0; i < count; i++) {
                process.of(name).read(key);
            }
        });
        process.tell();
    }

    @Test
    void whatAllProcessesReadMostComesFirstAndEqualsInTheirOrder() {
        HotKeyStore one = process();
        HotKeyStore other = process();
        read(one, "all", Map.of("a", 5, "b", 4, "c", 1));
        read(other, "all", Map.of("b", 4, "c", 4, "d", 1));
        assertThat(one.most("all")).containsExactly("b", "a", "c");
        assertThat(other.most("all")).containsExactly("b", "a", "c");
        assertThat(one.most("others")).isEmpty();
    }

    @Test
    void aReadCountsHalfOfOneThatWasAHalfLifeLater() {
        HotKeyStore reads = process();
        read(reads, "decay", Map.of("before", 10));
        now = now.plus(Duration.ofHours(HALF_LIFE_HOURS));
        read(reads, "decay", Map.of("more", 6, "fewer", 4));
        assertThat(reads.most("decay")).containsExactly("more", "before", "fewer");
        now = now.plus(Duration.ofHours(HALF_LIFE_HOURS));
        assertThat(reads.most("decay")).as("all of them fade alike").containsExactly("more", "before", "fewer");
    }

    @Test
    void whatWasReadLongAgoIsForgotten() {
        HotKeyStore reads = process();
        read(reads, "old", Map.of("a", 100));
        now = now.plus(Duration.ofHours(HOURS - 1));
        assertThat(reads.most("old")).containsExactly("a");
        now = now.plus(Duration.ofHours(1));
        assertThat(reads.most("old")).isEmpty();
        StringRedisTemplate redis = shop.bean(StringRedisTemplate.class);
        assertThat(redis.keys("stockledger:reads:old:*"))
                .singleElement()
                .satisfies(key -> assertThat(redis.getExpire(key))
                        .isBetween(1L, Duration.ofHours(HOURS + 1).toSeconds()));
    }

    @Test
    void ofTooManyTheLeastReadAreNotKept() {
        HotKeyStore reads = process();
        read(reads, "many", Map.of("a", 9, "b", 8, "c", 7, "d", 6, "e", 5));
        read(reads, "many", Map.of("f", 10));
        assertThat(shop.bean(StringRedisTemplate.class)
                        .opsForZSet()
                        .zCard("stockledger:reads:many:"
                                + now.getEpochSecond() / Duration.ofHours(1).toSeconds()))
                .isEqualTo(MOST_COUNTED);
        assertThat(reads.most("many")).containsExactly("f", "a", "b");
    }

    @Test
    void aProcessCountsOneReadOfSomeForAllOfThemAndNotWithoutEnd() {
        ReadSampler tally = new ReadSampler(settings(16));
        for (int i = 0; i < 16_000; i++) {
            tally.read("a");
        }
        assertThat(tally.taken().get("a"))
                .isBetween(12_000L, 20_000L)
                .satisfies(count -> assertThat(count % 16).isZero());
        assertThat(tally.taken()).as("taken already").isEmpty();
        ReadSampler all = new ReadSampler(settings(1));
        for (int i = 0; i < 100; i++) {
            all.read("k" + i);
        }
        assertThat(all.taken()).hasSize(MOST_COUNTED).containsEntry("k0", 1L);
    }
}
