package stockledger.query.listing;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stockledger.query.http.QueryProblemException;
import stockledger.query.listindex.ListEntry.SortOrder;
import stockledger.query.sku.ListingKeys;
import stockledger.query.sku.SkuIndexes;

/** The sort orders of lists. Sort keys are unique per product. */
enum SortOption {
    NAME("name", SortOrder.NAME, SkuIndexes.BY_NAME, false, ListingKeys::byName),
    PRICE("price", SortOrder.PRICE, SkuIndexes.BY_PRICE, false, ListingKeys::byPrice),
    PRICE_DESCENDING("-price", SortOrder.PRICE, SkuIndexes.BY_PRICE, true, ListingKeys::byPrice),
    UPDATED_DESCENDING("-updated", SortOrder.UPDATED, SkuIndexes.BY_UPDATED, true, ListingKeys::byUpdated);

    private static final Map<String, SortOption> BY_PARAMETER = Map.of(
            NAME.parameter,
            NAME,
            PRICE.parameter,
            PRICE,
            PRICE_DESCENDING.parameter,
            PRICE_DESCENDING,
            UPDATED_DESCENDING.parameter,
            UPDATED_DESCENDING);

    private final String parameter;
    private final SortOrder sortOrder;
    private final String field;
    private final boolean descending;
    private final Function<ListingKeys, String> position;

    SortOption(
            String parameter,
            SortOrder sortOrder,
            String field,
            boolean descending,
            Function<ListingKeys, String> position) {
        this.parameter = parameter;
        this.sortOrder = sortOrder;
        this.field = field;
        this.descending = descending;
        this.position = position;
    }

    static SortOption of(@Nullable String parameter) {
        SortOption option = parameter == null ? NAME : BY_PARAMETER.get(parameter);
        if (option == null) {
            throw QueryProblemException.invalid("sort", "Must be name, price, -price or -updated.");
        }
        return option;
    }

    String parameter() {
        return parameter;
    }

    SortOrder sortOrder() {
        return sortOrder;
    }

    String field() {
        return field;
    }

    boolean isDescending() {
        return descending;
    }

    String position(ListingKeys keys) {
        return position.apply(keys);
    }
}
