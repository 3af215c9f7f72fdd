package stockledger.trials.catalog;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A Zipf distribution over articles: the article of rank k is drawn in proportion to 1 / k^skew. Ranks are assigned to
 * articles at random, so that popular articles are spread over the catalog.
 */
public final class Zipf {

    private static final long RANK_SEED = 20_260_104;

    private final double[] cumulative;
    private final int[] articleOfRank;

    /**
     * @param skew 0 for a uniform distribution, around 1 for a typical shop
     */
    public Zipf(int articles, double skew) {
        cumulative = new double[articles];
        double sum = 0;
        for (int rank = 0; rank < articles; rank++) {
            sum += 1 / Math.pow(rank + 1.0, skew);
            cumulative[rank] = sum;
        }
        articleOfRank = shuffled(articles);
    }

    private static int[] shuffled(int articles) {
        int[] shuffled = new int[articles];
        SplittableRandom random = new SplittableRandom(RANK_SEED);
        for (int i = 0; i < articles; i++) {
            int place = random.nextInt(i + 1);
            shuffled[i] = shuffled[place];
            shuffled[place] = i;
        }
        return shuffled;
    }

    /** Draws the number of an article. */
    public int next(SplittableRandom random) {
        return articleOfRank[rank(random.nextDouble() * cumulative[cumulative.length - 1])];
    }

    /** The number of the article of a rank, from 0. */
    public int articleOfRank(int rank) {
        return articleOfRank[rank];
    }

    private int rank(double point) {
        int found = Arrays.binarySearch(cumulative, point);
        return Math.min(found < 0 ? -found - 1 : found, cumulative.length - 1);
    }

    /** A reproducible sequence of drawn articles. */
    public int[] picks(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] picks = new int[count];
        for (int i = 0; i < count; i++) {
            picks[i] = next(random);
        }
        return picks;
    }
}
