package stockledger.query.browse;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.client.model.Sorts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.Refused;

/**
 * What a list is asked for.
 *
 * @param filter what its products have in common, those of earlier pages left out
 * @param limit most items
 */
record BrowseQuestion(Order order, Bson filter, int limit) {

    private static final String AMOUNT = "[0-9]{1,12}(\\.[0-9]{1,4})?";
    private static final int DECIMALS = 4;
    private static final String BEFORE_ALL = "";

    static BrowseQuestion of(Parameters parameters) {
        parameters.only("category", "brand", "minPrice", "maxPrice", "inStock", "sort", "limit", "cursor");
        Order order = Order.of(parameters.text("sort"));
        List<Bson> all = new ArrayList<>();
        // Products that the catalog does not know have no place in any order.
        all.add(gt(order.field(), BEFORE_ALL));
        String category = parameters.text("category");
        if (category != null) {
            all.add(eq("view.categories", category));
        }
        String brand = parameters.text("brand");
        if (brand != null) {
            all.add(eq("view.card.brand", brand));
        }
        Long least = price("minPrice", parameters);
        if (least != null) {
            all.add(gte("view.priceUnits", least));
        }
        Long most = price("maxPrice", parameters);
        if (most != null) {
            all.add(lte("view.priceUnits", most));
        }
        Boolean inStock = parameters.yesOrNo("inStock");
        if (inStock != null) {
            all.add(eq("view.inStock", inStock));
        }
        int limit = parameters.limit();
        String cursor = parameters.text("cursor");
        if (cursor != null) {
            String last = Cursor.read(list(order), 1, cursor).get(0);
            all.set(0, order.isFalling() ? and(lt(order.field(), last), all.get(0)) : gt(order.field(), last));
        }
        return new BrowseQuestion(order, and(all), limit);
    }

    Bson sort() {
        return order.isFalling() ? Sorts.descending(order.field()) : Sorts.ascending(order.field());
    }

    /** Where the page after this product begins. */
    String cursorAfter(BrowseView last) {
        return Cursor.of(list(order), order.place(last));
    }

    private static String list(Order order) {
        return "products " + order.word();
    }

    private static @Nullable Long price(String name, Parameters parameters) {
        String text = parameters.text(name);
        if (text == null) {
            return null;
        }
        if (!text.matches(AMOUNT)) {
            throw Refused.invalid(name, "This is an amount such as 12.50.");
        }
        return new BigDecimal(text).movePointRight(DECIMALS).longValueExact();
    }
}
