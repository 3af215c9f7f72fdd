package stockledger.query.audit;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.Money;
import stockledger.events.Text;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.catalog.ProductEvent.ProductAttributesReplaced;
import stockledger.events.catalog.ProductEvent.ProductDescribed;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductImagesReplaced;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.catalog.ProductEvent.ProductRebranded;
import stockledger.events.catalog.ProductEvent.ProductRecategorized;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.catalog.ProductEvent.ProductRenamed;
import stockledger.events.catalog.ProductEvent.ProductRepriced;

/**
 * What the catalog stream of a SKU says, as of its last event. It shares the spelling of texts ({@link Text}) with the fold
 * that it audits, and nothing else.
 */
final class ExpectedCatalog {

    /** Lower boundaries of the price bands, in the smallest unit of the currency. */
    private static final List<Long> BANDS = List.of(0L, 1_000L, 2_500L, 5_000L, 10_000L, 25_000L, 50_000L, 100_000L);

    private static final int PRICE_DECIMALS = 4;

    private boolean registered;
    private String name = "";
    private @Nullable String description;
    private @Nullable String brand;
    private @Nullable String category;
    private Map<String, String> attributes = Map.of();
    private @Nullable Money price;
    private List<String> images = List.of();
    private boolean discontinued;
    private Instant changedAt = Instant.EPOCH;

    void add(ProductEvent event, Instant at) {
        changedAt = at;
        if (event instanceof ProductRegistered is) {
            registered = true;
            discontinued = false;
            name = is.name();
            description = is.description();
            brand = is.brand();
            category = is.category();
            attributes = is.attributes();
            price = is.price();
            images = is.images();
        } else if (event instanceof ProductRenamed is) {
            name = is.name();
        } else if (event instanceof ProductDescribed is) {
            description = is.description();
        } else if (event instanceof ProductRebranded is) {
            brand = is.brand();
        } else if (event instanceof ProductRecategorized is) {
            category = is.category();
        } else if (event instanceof ProductAttributesReplaced is) {
            attributes = is.attributes();
        } else if (event instanceof ProductImagesReplaced is) {
            images = is.images();
        } else if (event instanceof ProductRepriced is) {
            price = is.price();
        } else if (event instanceof ProductDiscontinued) {
            discontinued = true;
        } else if (event instanceof ProductReactivated) {
            discontinued = false;
        }
    }

    boolean isRegistered() {
        return registered;
    }

    boolean isDiscontinued() {
        return discontinued;
    }

    String name() {
        String shown = Text.normalized(name);
        return shown.isEmpty() ? name : shown;
    }

    @Nullable
    String description() {
        return description;
    }

    @Nullable
    String brand() {
        String label = brand == null ? "" : Text.label(brand);
        return label.isEmpty() ? null : label;
    }

    @Nullable
    String category() {
        List<String> all = categories();
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    /** The category and its parents, the broadest first. */
    List<String> categories() {
        List<String> all = new ArrayList<>();
        String path = "";
        for (String segment :
                category == null ? new String[0] : Text.path(category).split("/", -1)) {
            if (!segment.isEmpty()) {
                path = path.isEmpty() ? segment : path + "/" + segment;
                all.add(path);
            }
        }
        return all;
    }

    Map<String, String> attributes() {
        return attributes;
    }

    String currency() {
        return price == null ? "" : price.currency();
    }

    String amount() {
        return price == null ? "" : price.amount().toPlainString();
    }

    /** The price as it sorts: currency, then ten-thousandths with 16 digits. */
    String sortedPrice() {
        BigDecimal units = new BigDecimal(amount()).movePointRight(PRICE_DECIMALS);
        return currency() + "%016d".formatted(units.longValueExact());
    }

    /** The currency and the number of the price band. */
    String band() {
        BigDecimal smallest = new BigDecimal(amount()).movePointRight(Money.shownDecimals(currency()));
        long band = BANDS.stream()
                .filter(from -> smallest.compareTo(BigDecimal.valueOf(from)) >= 0)
                .count();
        return currency() + (band - 1);
    }

    List<String> images() {
        return images;
    }

    Instant changedAt() {
        return changedAt;
    }
}
