package stockledger.query.listing;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.query.cache.ShortTtlCache;
import stockledger.query.http.CacheControl;
import stockledger.query.http.Parameters;
import stockledger.web.ApiContract;

@RestController
class ListingController {

    private final Listing listing;
    private final FacetReader facets;
    private final RedisOrMongo stores;
    private final ShortTtlCache pages;
    private final CacheControl cacheControl;

    ListingController(
            Listing listing, FacetReader facets, RedisOrMongo stores, ShortTtlCache pages, CacheControl cacheControl) {
        this.listing = listing;
        this.facets = facets;
        this.stores = stores;
        this.pages = pages;
        this.cacheControl = cacheControl;
    }

    /** The schema of the response, which is concatenated from rendered items. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ListAnswer(
            List<ListingItem> items,
            @Nullable String nextCursor,

            @Schema(
                    description =
                            "Every event stored before this time is in the answer, later ones may be. Absent for some seconds"
                                    + " after a start.")
            @Nullable
            Instant asOf) {}

    @ApiContract(
            id = "listProducts",
            summary =
                    "Products of the catalog, paged; with q only those that match every word of q by prefix. Prices are"
                            + " compared within one currency, which must be named if the shop has several.",
            answer = ListAnswer.class,
            problems = {"400 invalid-query", "400 currency-required"},
            parameters = {
                "q",
                "category",
                "brand",
                "currency",
                "minPrice",
                "maxPrice",
                "inStock",
                "sort",
                "limit",
                "cursor"
            })
    @GetMapping(path = "/v1/products", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> list(ConsistencyToken token, Parameters parameters, HttpServletRequest request) {
        ListingQuery query = ListingQuery.of(parameters);
        byte[] page = token.versions().isEmpty() && query.isFirstPage()
                ? pages.find(stores.region(), queryString(request), () -> listing.page(query, token))
                : listing.page(query, token);
        return cacheControl.ok(token).contentType(MediaType.APPLICATION_JSON).body(page);
    }

    /** The key of a cached first page, so that the fast path need not parse the parameters. */
    private static String queryString(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? "" : query;
    }

    @ApiContract(
            id = "getFacets",
            summary =
                    "Counts of the products of a category, or found by q: by direct subcategory (200 largest), brand (100"
                            + " largest), price band of each currency (from inclusive, to exclusive) and availability.",
            answer = FacetsAnswer.class,
            problems = "400 invalid-query",
            parameters = {"category", "q"})
    @GetMapping(path = "/v1/products/facets", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> facets(ConsistencyToken token, Parameters parameters) {
        FacetsQuery query = FacetsQuery.of(parameters);
        byte[] answer = token.versions().isEmpty()
                ? pages.find(stores.region() + "/facets", query.cacheKey(), () -> facets.answer(query, token))
                : facets.answer(query, token);
        return cacheControl.ok(token).contentType(MediaType.APPLICATION_JSON).body(answer);
    }
}
