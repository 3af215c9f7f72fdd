package stockledger.query.listing;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stockledger.query.http.QueryProblemException;
import stockledger.query.listindex.ListEntry.SortOrder;

/** The orders that a list can have. In each every product has a place of its own. */
enum Order {
    NAME("name", SortOrder.NAME, "view.byName", false, ListingView::byName),
    PRICE("price", SortOrder.PRICE, "view.byPrice", false, ListingView::byPrice),
    PRICE_FALLING("-price", SortOrder.PRICE, "view.byPrice", true, ListingView::byPrice),
    UPDATED_FALLING("-updated", SortOrder.UPDATED, "view.byUpdated", true, ListingView::byUpdated);

    private static final Map<String, Order> BY_WORD = Map.of(
            NAME.word,
            NAME,
            PRICE.word,
            PRICE,
            PRICE_FALLING.word,
            PRICE_FALLING,
            UPDATED_FALLING.word,
            UPDATED_FALLING);

    private final String word;
    private final SortOrder sortOrder;
    private final String field;
    private final boolean falling;
    private final Function<ListingView, String> place;

    Order(String word, SortOrder sortOrder, String field, boolean falling, Function<ListingView, String> place) {
        this.word = word;
        this.sortOrder = sortOrder;
        this.field = field;
        this.falling = falling;
        this.place = place;
    }

    static Order of(@Nullable String word) {
        Order order = word == null ? NAME : BY_WORD.get(word);
        if (order == null) {
            throw QueryProblemException.invalid("sort", "This is name, price, -price or -updated.");
        }
        return order;
    }

    String word() {
        return word;
    }

    SortOrder sortOrder() {
        return sortOrder;
    }

    String field() {
        return field;
    }

    boolean isFalling() {
        return falling;
    }

    String place(ListingView view) {
        return place.apply(view);
    }
}
