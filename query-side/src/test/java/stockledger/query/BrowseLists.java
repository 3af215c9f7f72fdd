package stockledger.query;

import java.util.List;
import stockledger.query.listindex.ListEntry;
import stockledger.query.listindex.ProductListIndex;
import stockledger.query.listindex.RangeQuery;

/** Shows tests where lists come from. */
public final class BrowseLists {

    private BrowseLists() {}

    /** Whether the lists of the first epoch are all in Redis, as the first instance sees it. */
    public static boolean areInRedis(RunningQuerySide querySide) {
        return areInRedis(querySide, 1);
    }

    public static boolean areInRedis(RunningQuerySide querySide, int epoch) {
        RangeQuery all = new RangeQuery(
                List.of(ListEntry.CATEGORY_LIST), ListEntry.SortOrder.NAME, false, null, null, null, null, 1);
        return querySide.bean(ProductListIndex.class).query("sku:lists:" + epoch, all) != null;
    }
}
