package stockledger.query.listing;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.model.Sorts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.query.listindex.ProductListIndex;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.ListingKeys;
import stockledger.query.sku.SkuIndexes;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuState;

/** The currencies of the shop's prices. Both stores keep them sorted, so no product is read that is not a first one. */
@Component
class Currencies {

    /** Whether there are several is all that a query needs to know. */
    private static final int MOST_FOUND = 2;

    private static final Map<Character, Integer> ALL_BANDS = Map.of(Facets.BAND, Integer.MAX_VALUE);
    private static final Pattern BAND = Pattern.compile("[A-Z]{3}[0-9]+");
    private static final String AFTER_DIGITS = ":";

    private final ServedDocuments<SkuState> documents;
    private final ProductListIndex index;

    Currencies(SkuProjection projection, ReadModels models, ProductListIndex index) {
        this.documents = models.of(projection);
        this.index = index;
    }

    /** Null if the index is incomplete or Redis does not answer. */
    @Nullable
    Set<String> fromRedis(String region) {
        ProductListIndex.Counts counts = index.count(region, Facets.CATALOG, ALL_BANDS);
        return counts == null
                ? null
                : ofBands(counts.facets().keySet().stream()
                        .map(facet -> facet.substring(1))
                        .toList());
    }

    /** At most two. */
    Set<String> fromMongo() {
        Set<String> found = new TreeSet<>();
        String after = "";
        while (found.size() < MOST_FOUND) {
            String currency = firstAfter(after);
            if (currency == null) {
                break;
            }
            found.add(currency);
            after = currency + AFTER_DIGITS;
        }
        return found;
    }

    private @Nullable String firstAfter(String position) {
        List<VersionedDocument<SkuState>> first = documents.page(
                and(in(SkuIndexes.IN_STOCK, true, false), gt(SkuIndexes.BY_PRICE, position)),
                Sorts.ascending(SkuIndexes.BY_PRICE),
                1);
        ListingKeys keys = first.isEmpty() ? null : first.get(0).view().keys();
        return keys == null ? null : keys.price().substring(0, ListingKeys.CURRENCY_LENGTH);
    }

    /** The currencies of price bands, in alphabetical order. */
    static Set<String> ofBands(Collection<String> bands) {
        Set<String> currencies = new TreeSet<>();
        for (String band : bands) {
            // Lists of earlier versions, which are served until the next rebuild, have bands without a currency.
            if (BAND.matcher(band).matches()) {
                currencies.add(band.substring(0, ListingKeys.CURRENCY_LENGTH));
            }
        }
        return currencies;
    }
}
