package stockledger.query.browse;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.Money;
import stockledger.query.http.Freshness;
import stockledger.query.http.Parameters;
import stockledger.query.http.Promises;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.Stored;
import stockledger.query.projection.Views;

@RestController
class BrowseController {

    private static final String PRODUCT = "product:";
    private static final String STOCK = "stock:";

    private final Views<BrowseView> views;
    private final Freshness freshness;

    BrowseController(BrowseProjector projector, ReadModels models, Freshness freshness) {
        this.views = models.of(projector);
        this.freshness = freshness;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ItemAnswer(
            String sku,
            String name,
            @Nullable String brand,
            @Nullable String category,
            Money price,
            @Nullable String image,
            AvailabilityAnswer availability) {}

    record AvailabilityAnswer(String status, long available) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ListAnswer(List<ItemAnswer> items, @Nullable String nextCursor) {}

    @Promises(
            tells = "Products of the catalog, a page at a time.",
            parameters = {"category", "brand", "minPrice", "maxPrice", "inStock", "sort", "limit", "cursor"})
    @GetMapping(path = "/v1/products", produces = MediaType.APPLICATION_JSON_VALUE)
    ListAnswer list(ConsistencyToken token, Parameters parameters) {
        BrowseQuestion question = BrowseQuestion.of(parameters);
        Set<String> named = skusOf(token);
        if (!named.isEmpty()) {
            freshness.read(() -> views.find(named), found -> hasSeen(found, named, token));
        }
        List<Stored<BrowseView>> found = views.page(question.filter(), question.sort(), question.limit() + 1);
        boolean more = found.size() > question.limit();
        List<ItemAnswer> items = new ArrayList<>();
        for (Stored<BrowseView> one : more ? found.subList(0, question.limit()) : found) {
            BrowseView.Card card = one.view().card();
            if (card != null) {
                items.add(item(one.view(), card));
            }
        }
        return new ListAnswer(
                items,
                more ? question.cursorAfter(found.get(question.limit() - 1).view()) : null);
    }

    private static ItemAnswer item(BrowseView view, BrowseView.Card card) {
        return new ItemAnswer(
                view.sku(),
                card.name(),
                card.brand(),
                card.category(),
                card.price(),
                card.image(),
                new AvailabilityAnswer(view.status().word(), view.available()));
    }

    private static Set<String> skusOf(ConsistencyToken token) {
        Set<String> skus = new HashSet<>();
        for (String stream : token.versions().keySet()) {
            if (stream.startsWith(PRODUCT)) {
                skus.add(stream.substring(PRODUCT.length()));
            } else if (stream.startsWith(STOCK)) {
                skus.add(stream.substring(STOCK.length()));
            }
        }
        return skus;
    }

    private static boolean hasSeen(Map<String, Stored<BrowseView>> found, Set<String> skus, ConsistencyToken token) {
        return skus.stream().allMatch(sku -> Stored.hasSeen(found.get(sku), token, PRODUCT + sku, STOCK + sku));
    }
}
