package stockledger.query.listing;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.query.cache.ShortTtlCache;
import stockledger.web.ApiContract;
import stockledger.query.http.CacheControl;
import stockledger.query.http.Parameters;

@RestController
class ListingController {

    private final Listing listing;
    private final FacetReader counting;
    private final RedisOrMongo stores;
    private final ShortTtlCache pages;
    private final CacheControl between;

    ListingController(
            Listing listing, FacetReader counting, RedisOrMongo stores, ShortTtlCache pages, CacheControl between) {
        this.listing = listing;
        this.counting = counting;
        this.stores = stores;
        this.pages = pages;
        this.between = between;
    }

    /** The form of the answer, which is put together from items that are kept ready. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ListAnswer(List<ListingItem> items, @Nullable String nextCursor) {}

    @ApiContract(
            summary =
                    "Products of the catalog, a page at a time; those whose words begin with every word of q, when it is given.",
            answer = ListAnswer.class,
            problems = "400 invalid-query",
            parameters = {"q", "category", "brand", "minPrice", "maxPrice", "inStock", "sort", "limit", "cursor"})
    @GetMapping(path = "/v1/products", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> list(ConsistencyToken token, Parameters parameters, HttpServletRequest request) {
        ListingQuery question = ListingQuery.of(parameters);
        byte[] page = token.versions().isEmpty() && question.isFirstPage()
                ? pages.find(stores.region(), asked(request), () -> listing.page(question, token))
                : listing.page(question, token);
        return between.ok(token).contentType(MediaType.APPLICATION_JSON).body(page);
    }

    /** By the very words, so that who asks in the same ones is answered without their being read again. */
    private static String asked(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? "" : query;
    }

    @ApiContract(
            summary =
                    "How many products there are of a category, or found by q: in the categories right within it (the 200 with most), by"
                            + " brand (the 100 with most), by price (from is in a band, to is not) and by availability.",
            answer = FacetsAnswer.class,
            problems = "400 invalid-query",
            parameters = {"category", "q"})
    @GetMapping(path = "/v1/products/facets", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> facets(ConsistencyToken token, Parameters parameters) {
        FacetsQuery question = FacetsQuery.of(parameters);
        byte[] answer = token.versions().isEmpty()
                ? pages.find(stores.region() + "/facets", question.written(), () -> counting.answer(question, token))
                : counting.answer(question, token);
        return between.ok(token).contentType(MediaType.APPLICATION_JSON).body(answer);
    }
}
