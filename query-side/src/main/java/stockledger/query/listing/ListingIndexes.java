package stockledger.query.listing;

import com.mongodb.client.model.Indexes;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;

/** The MongoDB indexes of lists: fields compared for equality, then the sort key, then fields filtered by range. */
final class ListingIndexes {

    static final String CATEGORY = "view.categories";
    static final String BRAND = "view.card.brand";
    static final String IN_STOCK = "view.inStock";
    static final String PRICE = "view.priceUnits";
    static final String PREFIX = "view.prefixes";

    private static final List<List<String>> EQUALITIES =
            List.of(List.of(), List.of(CATEGORY), List.of(BRAND), List.of(BRAND, CATEGORY), List.of(PREFIX));

    private ListingIndexes() {}

    static List<Bson> all() {
        return fields().stream().map(Indexes::ascending).toList();
    }

    static List<List<String>> fields() {
        List<List<String>> indexes = new ArrayList<>();
        for (List<String> equalities : EQUALITIES) {
            for (SortOption sort : List.of(SortOption.NAME, SortOption.PRICE, SortOption.UPDATED_DESCENDING)) {
                List<String> fields = new ArrayList<>(equalities);
                fields.add(IN_STOCK);
                fields.add(sort.field());
                if (sort != SortOption.PRICE) {
                    fields.add(PRICE);
                }
                indexes.add(List.copyOf(fields));
            }
        }
        return indexes;
    }
}
