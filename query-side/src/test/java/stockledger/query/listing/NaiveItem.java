package stockledger.query.listing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stockledger.events.Money;

/** A product of {@link NaiveCatalog}. */
final class NaiveItem {

    String sku;
    String name;
    String brand;
    String category;
    String description;
    String price;
    String currency;
    long units;
    long buffer;
    boolean discontinued;
    long updated;

    boolean inStock() {
        return units > buffer && !discontinued;
    }

    String status() {
        return discontinued ? "discontinued" : inStock() ? "inStock" : "outOfStock";
    }

    boolean isIn(String list) {
        return category != null && (category + "/").startsWith(list + "/");
    }

    /** Whether each prefix of the query matches one of its words. */
    boolean isFoundBy(SearchQuery query, Map<String, String> folded) {
        List<String> titles = new ArrayList<>(List.of(sku.split("-")));
        titles.addAll(List.of(folded.get(name).split(" ")));
        if (brand != null) {
            titles.addAll(List.of(folded.get(brand).split(" ")));
        }
        List<String> described = description == null
                ? List.of()
                : List.of(folded.get(description).split(" "));
        return query.prefixes().stream()
                .allMatch(word -> titles.stream().anyMatch(title -> title.startsWith(word))
                        || described.stream()
                                .anyMatch(other -> other.equals(word) || word.length() > 2 && other.startsWith(word)));
    }

    BigDecimal amount() {
        return Money.of(price, currency).amount();
    }
}
