package stockledger.query.listing;

import com.mongodb.client.model.Indexes;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;

/**
 * What MongoDB looks for lists by: what is the same for all products of a list, then their order, then what may still be
 * looked at without the document.
 */
final class ListingIndexes {

    static final String CATEGORY = "view.categories";
    static final String BRAND = "view.card.brand";
    static final String IN_STOCK = "view.inStock";
    static final String PRICE = "view.priceUnits";
    static final String PREFIX = "view.prefixes";

    private static final List<List<String>> SAME =
            List.of(List.of(), List.of(CATEGORY), List.of(BRAND), List.of(BRAND, CATEGORY), List.of(PREFIX));

    private ListingIndexes() {}

    static List<Bson> all() {
        return fields().stream().map(Indexes::ascending).toList();
    }

    /** The fields of each, in their order. */
    static List<List<String>> fields() {
        List<List<String>> indexes = new ArrayList<>();
        for (List<String> same : SAME) {
            for (Order order : List.of(Order.NAME, Order.PRICE, Order.UPDATED_FALLING)) {
                List<String> fields = new ArrayList<>(same);
                fields.add(IN_STOCK);
                fields.add(order.field());
                if (order != Order.PRICE) {
                    fields.add(PRICE);
                }
                indexes.add(List.copyOf(fields));
            }
        }
        return indexes;
    }
}
