package stockledger.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;

/** A process reads the stream of API keys at most twice a second, while requests ask, and survives the event store for a minute. */
class ApiKeysAreReadOnDemandTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ApiKeyText SHOP = ApiKeyText.random("shop");

    private final List<ApiKeyEvents.Change> stored = new CopyOnWriteArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean away;
    private volatile CountDownLatch standsStill = new CountDownLatch(0);
    private ApiKeys keys = waiting(Duration.ofMinutes(1));

    private ApiKeys waiting(Duration maxWait) {
        return new ApiKeys(this::after, Clock.fixed(NOW, ZoneOffset.UTC), nanos::get, maxWait);
    }

    private List<ApiKeyEvents.Change> after(long sequence) {
        reads.incrementAndGet();
        await(standsStill);
        if (away) {
            throw new IllegalStateException("the event store is away");
        }
        return stored.stream().filter(change -> change.sequence() > sequence).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        standsStill.countDown();
        keys.close();
    }

    private void issued(ApiKeyText text, Instant expiresAt) {
        stored.add(new ApiKeyEvents.Change(
                stored.size(),
                NOW,
                "kim",
                text.id(),
                new ApiKeyEvents.Issued("shop", Set.of("stock:write", "of-a-later-version"), text.hash(), expiresAt)));
    }

    private void revoked(ApiKeyText text) {
        stored.add(new ApiKeyEvents.Change(stored.size(), NOW, "kim", text.id(), null));
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void isRefused(ApiKeyText text) {
        assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(() -> keys.verified(text));
    }

    @Test
    void scopesAreListedInOneOrder() {
        ApiKey key = new ApiKey("a", "shop", Set.of(Scope.values()), "hash", NOW, "kim", NOW, null);

        assertThat(key.scopes()).containsExactly(Scope.values());
    }

    @Test
    void aValidKeyIsAcceptedWithTheScopesThatAreKnown() {
        issued(SHOP, NOW.plusSeconds(1));

        assertThat(keys.verified(SHOP).scopes()).containsExactly(Scope.STOCK_WRITE);
    }

    @Test
    void wrongExpiredRevokedAndUnknownKeysAreRefused() {
        ApiKeyText expired = ApiKeyText.random("expired");
        ApiKeyText gone = ApiKeyText.random("gone");
        issued(SHOP, NOW.plusSeconds(1));
        issued(expired, NOW);
        issued(gone, NOW.plusSeconds(1));
        revoked(gone);

        isRefused(ApiKeyText.random("shop"));
        isRefused(expired);
        isRefused(gone);
        isRefused(ApiKeyText.random("unknown"));
    }

    @Test
    void unknownKeysCostNoReads() {
        for (int i = 0; i < 1_000; i++) {
            isRefused(ApiKeyText.random("unknown" + i));
        }

        assertThat(reads).hasValue(1);
    }

    @Test
    void aRevocationElsewhereIsSeenAfterASecond() {
        issued(SHOP, NOW.plusSeconds(1));
        keys.verified(SHOP);
        revoked(SHOP);
        passes(ApiKeys.FRESH_FOR);

        isRefused(SHOP);
    }

    @Test
    void aRevocationHereIsSeenAtOnceAlsoWhenItCannotBeRead() {
        issued(SHOP, NOW.plusSeconds(1));
        keys.verified(SHOP);
        away = true;
        keys.revoked("shop");

        isRefused(SHOP);
    }

    @Test
    void aReadThatBeganBeforeARevocationHereDoesNotUndoIt() {
        Instant later = NOW.plusSeconds(1);
        keys.load();
        issued(SHOP, later);
        keys.issued(new ApiKey("shop", "shop", Set.of(Scope.STOCK_WRITE), SHOP.hash(), NOW, "kim", later, null));
        keys.revoked("shop");
        passes(ApiKeys.FRESH_FOR);

        isRefused(SHOP);
    }

    @Test
    void withoutTheEventStoreKnownKeysWorkForAMinute() {
        issued(SHOP, NOW.plusSeconds(1));
        keys.verified(SHOP);
        away = true;
        passes(ApiKeys.USABLE_FOR.minusSeconds(1));
        assertThat(keys.verified(SHOP).name()).isEqualTo("shop");

        passes(Duration.ofSeconds(1));
        assertThatExceptionOfType(AuthenticationServiceException.class).isThrownBy(() -> keys.verified(SHOP));

        away = false;
        passes(ApiKeys.FRESH_FOR);
        assertThat(keys.verified(SHOP).name()).isEqualTo("shop");
    }

    @Test
    void anEventStoreThatStandsStillHoldsOneReadOnly() {
        keys.close();
        keys = waiting(Duration.ofMillis(20));
        issued(SHOP, NOW.plusSeconds(1));
        keys.load();
        standsStill = new CountDownLatch(1);
        for (int i = 0; i < 20; i++) {
            passes(Duration.ofSeconds(1));
            assertThat(keys.verified(SHOP).name()).isEqualTo("shop");
        }
        Awaitility.await().until(() -> reads.get() == 2);

        standsStill.countDown();
        passes(ApiKeys.FRESH_FOR);
        assertThat(keys.verified(SHOP).name()).isEqualTo("shop");
    }

    @Test
    void revokedKeysDoNotOpenTheServiceAgain() {
        assertThat(keys.wereIssued()).isFalse();
        issued(SHOP, NOW.plusSeconds(1));
        revoked(SHOP);
        passes(ApiKeys.FRESH_FOR);

        assertThat(keys.wereIssued()).isTrue();
    }
}
