package stockledger.query.browse;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stockledger.query.cache.Placed.Ranking;
import stockledger.query.http.Refused;

/** The orders that a list can have. In each every product has a place of its own. */
enum Order {
    NAME("name", Ranking.NAME, "view.byName", false, BrowseView::byName),
    PRICE("price", Ranking.PRICE, "view.byPrice", false, BrowseView::byPrice),
    PRICE_FALLING("-price", Ranking.PRICE, "view.byPrice", true, BrowseView::byPrice),
    UPDATED_FALLING("-updated", Ranking.UPDATED, "view.byUpdated", true, BrowseView::byUpdated);

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
    private final Ranking ranking;
    private final String field;
    private final boolean falling;
    private final Function<BrowseView, String> place;

    Order(String word, Ranking ranking, String field, boolean falling, Function<BrowseView, String> place) {
        this.word = word;
        this.ranking = ranking;
        this.field = field;
        this.falling = falling;
        this.place = place;
    }

    static Order of(@Nullable String word) {
        Order order = word == null ? NAME : BY_WORD.get(word);
        if (order == null) {
            throw Refused.invalid("sort", "This is name, price, -price or -updated.");
        }
        return order;
    }

    String word() {
        return word;
    }

    Ranking ranking() {
        return ranking;
    }

    String field() {
        return field;
    }

    boolean isFalling() {
        return falling;
    }

    String place(BrowseView view) {
        return place.apply(view);
    }
}
