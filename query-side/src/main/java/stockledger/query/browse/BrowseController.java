package stockledger.query.browse;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.query.cache.Moments;
import stockledger.query.http.CachesBetween;
import stockledger.query.http.Parameters;
import stockledger.query.http.Promises;

@RestController
class BrowseController {

    private final Listing listing;
    private final Moments moments;
    private final CachesBetween between;

    BrowseController(Listing listing, Moments moments, CachesBetween between) {
        this.listing = listing;
        this.moments = moments;
        this.between = between;
    }

    /** The form of the answer, which is put together from items that are kept ready. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ListAnswer(List<BrowseItem> items, @Nullable String nextCursor) {}

    @Promises(
            tells = "Products of the catalog, a page at a time.",
            answer = ListAnswer.class,
            parameters = {"category", "brand", "minPrice", "maxPrice", "inStock", "sort", "limit", "cursor"})
    @GetMapping(path = "/v1/products", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> list(ConsistencyToken token, Parameters parameters) {
        BrowseQuestion question = BrowseQuestion.of(parameters);
        byte[] page = token.versions().isEmpty() && question.isFirstPage()
                ? moments.find(listing.shelf(), question.written(), () -> listing.page(question, token))
                : listing.page(question, token);
        return between.ok(token).contentType(MediaType.APPLICATION_JSON).body(page);
    }
}
