package stockledger.command.apikey;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.apikey.ApiKeyCommand.IssueApiKey;
import stockledger.command.apikey.ApiKeyCommand.RevokeApiKey;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.idempotency.KeyReused;
import stockledger.events.apikey.ApiKeyEvent;
import stockledger.events.apikey.ApiKeyEvent.ApiKeyIssued;
import stockledger.events.apikey.ApiKeyEvent.ApiKeyRevoked;

/** API keys are issued while not too many are valid, and revoked once. */
class IssuingAnApiKeyTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(3600);
    private static final List<String> SCOPES = List.of("stock:write");
    private final AggregateTestFixture<ApiKeyRing> keys = new AggregateTestFixture<>(ApiKeyRing.class);

    private static ApiKeyIssued issued(String id, Instant expiresAt) {
        return new ApiKeyIssued(id, "shop", SCOPES, "hash", expiresAt);
    }

    @Test
    void aKeyIsIssued() {
        keys.givenNoPriorActivity()
                .when(new IssueApiKey("a", "shop", SCOPES, "hash", NOW, LATER))
                .expectEvents(issued("a", LATER))
                .expectResultMessagePayload(new Outcome<>(LATER, ApiKeyEvent.STREAM, 0));
    }

    @Test
    void aThousandMayBeValid() {
        keys.given(IntStream.range(0, ApiKeyRing.MAX_VALID)
                        .mapToObj(i -> issued("k" + i, LATER))
                        .toArray())
                .when(new IssueApiKey("a", "shop", SCOPES, "hash", NOW, LATER))
                .expectException(RefusedWith.conflict("too-many-api-keys", Map.of("limit", ApiKeyRing.MAX_VALID)))
                .expectNoEvents();
    }

    @Test
    void expiredAndRevokedOnesDoNotCount() {
        List<Object> given = new ArrayList<>(IntStream.range(0, ApiKeyRing.MAX_VALID)
                .mapToObj(i -> (Object) issued("k" + i, i == 0 ? NOW : LATER))
                .toList());
        given.add(new ApiKeyRevoked("k1"));
        keys.given(given.toArray())
                .when(new IssueApiKey("a", "shop", SCOPES, "hash", NOW, LATER))
                .expectEvents(issued("a", LATER));
    }

    /** The id follows from the idempotency key, which is forgotten after a day: the first key must not be replaced. */
    @Test
    void anIdempotencyKeyNamesOneApiKeyForGood() {
        for (String id : List.of("a", "b")) {
            keys.given(issued("a", LATER), issued("b", LATER), new ApiKeyRevoked("b"))
                    .when(new IssueApiKey(id, "shop", SCOPES, "another hash", NOW, LATER))
                    .expectException(KeyReused.class)
                    .expectNoEvents();
        }
    }

    @Test
    void aKeyIsRevoked() {
        keys.given(issued("a", NOW)).when(new RevokeApiKey("a")).expectEvents(new ApiKeyRevoked("a"));
    }

    @Test
    void revokingAgainChangesNothing() {
        keys.given(issued("a", LATER), new ApiKeyRevoked("a"))
                .when(new RevokeApiKey("a"))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void anUnknownKeyIsRefused() {
        keys.given(issued("a", LATER))
                .when(new RevokeApiKey("b"))
                .expectException(RefusedWith.unknown("api-key-not-found", Map.of("id", "b")))
                .expectNoEvents();
    }
}
