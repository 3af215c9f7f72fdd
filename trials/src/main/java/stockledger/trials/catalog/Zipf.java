package stockledger.trials.catalog;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What is asked for in a shop: the article of rank k in proportion to 1/k to the power of the skew. Ranks are dealt to
 * articles at random, so that what is asked for most is spread over the catalog.
 */
public final class Zipf {

    private static final long DEAL = 20_260_104;

    private final double[] upTo;
    private final int[] articleOfRank;

    /**
     * @param skew 0 for all alike, around 1 for a shop
     */
    public Zipf(int articles, double skew) {
        upTo = new double[articles];
        double sum = 0;
        for (int rank = 0; rank < articles; rank++) {
            sum += 1 / Math.pow(rank + 1.0, skew);
            upTo[rank] = sum;
        }
        articleOfRank = dealt(articles);
    }

    private static int[] dealt(int articles) {
        int[] dealt = new int[articles];
        SplittableRandom random = new SplittableRandom(DEAL);
        for (int i = 0; i < articles; i++) {
            int place = random.nextInt(i + 1);
            dealt[i] = dealt[place];
            dealt[place] = i;
        }
        return dealt;
    }

    /** The number of the next article that somebody asks for. */
    public int next(SplittableRandom random) {
        return articleOfRank[rank(random.nextDouble() * upTo[upTo.length - 1])];
    }

    /** The article that is asked for most but so many. */
    public int articleOfRank(int rank) {
        return articleOfRank[rank];
    }

    private int rank(double point) {
        int found = Arrays.binarySearch(upTo, point);
        return Math.min(found < 0 ? -found - 1 : found, upTo.length - 1);
    }

    /** So many articles in the order in which they are asked for, the same each time. */
    public int[] picks(int many, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] picks = new int[many];
        for (int i = 0; i < many; i++) {
            picks[i] = next(random);
        }
        return picks;
    }
}
