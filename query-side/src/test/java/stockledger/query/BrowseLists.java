package stockledger.query;

import java.util.List;
import stockledger.query.cache.Aisles;
import stockledger.query.cache.Placed;
import stockledger.query.cache.Walk;

/** Shows tests where lists come from. */
public final class BrowseLists {

    private BrowseLists() {}

    /** Whether the lists of the first epoch are all in Redis, as the first instance sees it. */
    public static boolean areInRedis(RunningQuerySide shop) {
        return areInRedis(shop, 1);
    }

    public static boolean areInRedis(RunningQuerySide shop, int epoch) {
        Walk all = new Walk(List.of(Placed.WIDE), Placed.Ranking.NAME, false, null, null, null, null, 1);
        return shop.bean(Aisles.class).walk("browse:" + epoch, all) != null;
    }
}
