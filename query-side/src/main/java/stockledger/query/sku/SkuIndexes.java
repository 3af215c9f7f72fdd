package stockledger.query.sku;

import com.mongodb.client.model.Indexes;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;

/** Names of stored members that queries filter and sort by, and the MongoDB indexes of these queries. */
public final class SkuIndexes {

    public static final String SKU = "view.sku";
    public static final String LOW = "view.low";
    public static final String IN_STOCK = "view.inStock";
    public static final String STATUS = "view.status";
    public static final String BRAND = "view.catalog.brand";
    public static final String CATEGORY = "view.keys.categories";
    public static final String PRICE = "view.keys.price";
    public static final String BAND = "view.keys.band";
    public static final String PREFIX = "view.keys.prefixes";
    public static final String BY_NAME = "view.keys.byName";
    public static final String BY_PRICE = "view.keys.byPrice";
    public static final String BY_UPDATED = "view.keys.byUpdated";

    private static final List<List<String>> EQUALITIES =
            List.of(List.of(), List.of(CATEGORY), List.of(BRAND), List.of(BRAND, CATEGORY), List.of(PREFIX));

    private SkuIndexes() {}

    static List<Bson> all() {
        List<Bson> indexes = new ArrayList<>();
        ofLists().forEach(fields -> indexes.add(Indexes.ascending(fields)));
        indexes.add(Indexes.ascending(LOW, SKU));
        return indexes;
    }

    /** The members of each index of lists: those compared for equality, then the sort key, then those filtered by range. */
    public static List<List<String>> ofLists() {
        List<List<String>> indexes = new ArrayList<>();
        for (List<String> equalities : EQUALITIES) {
            for (String sortKey : List.of(BY_NAME, BY_PRICE, BY_UPDATED)) {
                List<String> fields = new ArrayList<>(equalities);
                fields.add(IN_STOCK);
                fields.add(sortKey);
                if (!sortKey.equals(BY_PRICE)) {
                    fields.add(PRICE);
                }
                indexes.add(List.copyOf(fields));
            }
        }
        return indexes;
    }
}
