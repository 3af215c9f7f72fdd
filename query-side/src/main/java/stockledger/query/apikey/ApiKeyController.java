package stockledger.query.apikey;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.web.ApiContract;
import stockledger.web.security.ApiKey;
import stockledger.web.security.ApiKeys;
import stockledger.web.security.Scope;

@RestController
@RequestMapping(path = "/v1/api-keys", produces = MediaType.APPLICATION_JSON_VALUE)
class ApiKeyController {

    private static final String LIST = "api-keys";

    private final ApiKeys keys;

    ApiKeyController(ApiKeys keys) {
        this.keys = keys;
    }

    /**
     * An API key, without its secret and its hash.
     *
     * @param name of the caller that sends it
     * @param issuedBy the actor that issued it
     * @param revokedAt absent while it is not revoked
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ApiKeyView(
            String id,
            String name,
            Set<Scope> scopes,
            Instant issuedAt,
            String issuedBy,
            Instant expiresAt,
            @Nullable Instant revokedAt) {

        static ApiKeyView of(ApiKey key) {
            return new ApiKeyView(
                    key.id(),
                    key.name(),
                    key.scopes(),
                    key.issuedAt(),
                    key.issuedBy(),
                    key.expiresAt(),
                    key.revokedAt());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ApiKeysAnswer(List<ApiKeyView> items, @Nullable String nextCursor) {}

    @ApiContract(
            id = "listApiKeys",
            summary = "All API keys in the order in which they were issued, as of now.",
            parameters = {"limit", "cursor"})
    @GetMapping
    ResponseEntity<ApiKeysAnswer> all(Parameters parameters) {
        parameters.only("limit", "cursor");
        int limit = parameters.limit();
        String cursor = parameters.text("cursor");
        @Nullable
        String last = cursor == null ? null : Cursor.read(LIST, 1, cursor).get(0);
        List<ApiKeyView> all = known().stream().map(ApiKeyView::of).toList();
        int from = last == null ? 0 : after(last, all);
        int to = Math.min(all.size(), from + limit);
        String next = to < all.size() ? Cursor.of(LIST, all.get(to - 1).id()) : null;
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new ApiKeysAnswer(all.subList(from, to), next));
    }

    private List<ApiKey> known() {
        try {
            return keys.all();
        } catch (AuthenticationServiceException e) {
            throw QueryProblemException.unavailable("unavailable", "The API keys cannot be read.");
        }
    }

    /** Keys are never deleted, so the last one of a page is still there. */
    private static int after(String last, List<ApiKeyView> all) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(last)) {
                return i + 1;
            }
        }
        throw Cursor.invalid();
    }
}
