package stockledger.trials.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ZipfTest {

    private static final int PICKS = 200_000;

    @Test
    void eachRankIsDrawnInProportionToItsShare() {
        Zipf zipf = new Zipf(1_000, 1);
        int[] times = times(zipf, 1_000);
        double first = times[zipf.articleOfRank(0)];

        assertThat(first / PICKS).isCloseTo(1 / harmonic(1_000), within(0.005));
        assertThat(first / times[zipf.articleOfRank(1)]).isCloseTo(2, Percentage.withPercentage(5));
        assertThat(first / times[zipf.articleOfRank(9)]).isCloseTo(10, Percentage.withPercentage(10));
    }

    @Test
    void withoutSkewTheDistributionIsUniform() {
        int[] times = times(new Zipf(100, 0), 100);

        assertThat(Arrays.stream(times).min().orElseThrow()).isGreaterThan(PICKS / 100 * 85 / 100);
    }

    @Test
    void everyArticleHasItsOwnRank() {
        Zipf zipf = new Zipf(777, 1);
        Set<Integer> articles = new HashSet<>();
        for (int rank = 0; rank < 777; rank++) {
            articles.add(zipf.articleOfRank(rank));
        }

        assertThat(articles).hasSize(777).allMatch(article -> article >= 0 && article < 777);
    }

    @Test
    void picksAreReproducible() {
        assertThat(new Zipf(50, 1).picks(100, 7)).isEqualTo(new Zipf(50, 1).picks(100, 7));
        assertThat(new Zipf(50, 1).picks(100, 7)).isNotEqualTo(new Zipf(50, 1).picks(100, 8));
    }

    private static int[] times(Zipf zipf, int articles) {
        int[] times = new int[articles];
        for (int article : zipf.picks(PICKS, 1)) {
            times[article]++;
        }
        return times;
    }

    private static double harmonic(int ranks) {
        double sum = 0;
        for (int rank = 1; rank <= ranks; rank++) {
            sum += 1.0 / rank;
        }
        return sum;
    }
}
