package stockledger.command.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Changes by time: sums are those of a plain list, also after changes were merged, and the stored form is bounded. */
class MovementLogTest {

    private static final long NINE = 1_772_442_000_000L;
    private static final long HOUR = 3_600_000;

    private final MovementLog log = new MovementLog();

    @Test
    void changesMayBeAddedInAnyOrder() {
        log.add(NINE + 20, 2);
        log.add(NINE + 10, 1);
        log.add(NINE + 30, 4);
        log.add(NINE + 20, 8);
        assertThat(log.sumAfter(NINE)).isEqualTo(15);
        assertThat(log.sumAfter(NINE + 10)).isEqualTo(14);
        assertThat(log.sumAfter(NINE + 20)).isEqualTo(4);
        assertThat(log.sumAfter(NINE + 30)).isZero();
        assertThat(log.size()).isEqualTo(3);
    }

    @Test
    void oldChangesAreDropped() {
        log.add(NINE, 1);
        log.add(NINE + 1, 2);
        log.add(NINE + 2, 4);
        assertThat(log.dropBefore(NINE)).isEqualTo(MovementLog.NONE);
        assertThat(log.dropBefore(NINE + 2)).isEqualTo(NINE + 1);
        assertThat(log.sumAfter(0)).isEqualTo(4);
        assertThat(log.bytes()).isEqualTo(MovementLog.of(log.text()).bytes());
        assertThat(log.dropBefore(Long.MAX_VALUE)).isEqualTo(NINE + 2);
        assertThat(log.isEmpty()).isTrue();
        assertThat(log.bytes()).isZero();
    }

    @Test
    void aSecondIsMergedUpToItsEnd() {
        log.add(NINE + 500, 1);
        log.add(NINE + 1_000, 2);
        log.add(NINE + 1_001, 4);
        log.add(NINE + 1_900, 8);
        log.add(NINE + 2_500, 16);
        log.add(NINE + 3_500, 32);
        log.merge(0, 2);
        assertThat(log.size()).isEqualTo(5);
        assertThat(log.sumAfter(NINE)).isEqualTo(63);
        assertThat(log.preciseFrom(NINE)).isEqualTo(MovementLog.NONE);
        assertThat(log.sumAfter(NINE + 1_000)).isEqualTo(60);
        assertThat(log.preciseFrom(NINE + 1_000)).isEqualTo(MovementLog.NONE);
        assertThat(log.preciseFrom(NINE + 700)).as("within merged changes").isEqualTo(NINE + 1_000);
        assertThat(log.preciseFrom(NINE + 1_500)).as("not merged").isEqualTo(MovementLog.NONE);
    }

    @Test
    void sumsFromAWholeHourAreThoseOfAPlainListWhateverWasMerged() {
        long seed = Long.getLong("stockledger.seed", System.nanoTime());
        Random random = new Random(seed);
        TreeMap<Long, Long> plain = new TreeMap<>();
        long time = NINE;
        int checked = 0;
        for (int i = 0; i < 150_000; i++) {
            time += random.nextInt(10) == 0 ? random.nextInt(60_000) : random.nextInt(50);
            long at = random.nextInt(100) == 0 ? time - random.nextInt(100_000) : time;
            long units = random.nextInt(9) - 4;
            log.add(at, units);
            plain.merge(at, units, Long::sum);
            if (i % 5_000 == 0) {
                long asked = NINE + (long) (random.nextDouble() * (time - NINE));
                checked += check(plain, asked, seed) + check(plain, asked / 1_000 * 1_000, seed);
                assertThat(check(plain, asked / HOUR * HOUR, seed))
                        .as("seed %d", seed)
                        .isEqualTo(1);
                assertThat(log.bytes()).as("seed %d", seed).isLessThanOrEqualTo(MovementLog.MAX_BYTES);
                assertThat(MovementLog.of(log.text()))
                        .as("seed %d", seed)
                        .usingRecursiveComparison()
                        .ignoringFields("times", "units", "from", "to")
                        .isEqualTo(log);
                assertThat(MovementLog.of(log.text()).text()).isEqualTo(log.text());
            }
        }
        assertThat(checked).as("precise sums").isPositive();
    }

    private int check(TreeMap<Long, Long> plain, long asked, long seed) {
        if (log.preciseFrom(asked) != MovementLog.NONE) {
            return 0;
        }
        assertThat(log.sumAfter(asked))
                .as("seed %d, after %d", seed, asked)
                .isEqualTo(plain.tailMap(asked, false).values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        return 1;
    }
}
