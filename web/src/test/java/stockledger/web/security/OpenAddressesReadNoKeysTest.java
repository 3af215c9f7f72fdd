package stockledger.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.AuthenticationServiceException;
import stockledger.web.security.SecuritySettings.CatalogRead;

/** What everybody may ask is answered whatever the event store does; in protected mode it has no budget. */
class OpenAddressesReadNoKeysTest {

    private final AtomicInteger reads = new AtomicInteger();
    private volatile boolean away;
    private final ApiKeys keys = new ApiKeys(this::after, Clock.systemUTC());
    private final Authenticator authenticator = new Authenticator(
            new SecuritySettings(CatalogRead.PUBLIC, null, Set.of(), new SecuritySettings.Jwt(null, null, null)),
            keys,
            null,
            null,
            true);

    private List<ApiKeyEvents.Change> after(long sequence) {
        reads.incrementAndGet();
        if (away) {
            throw new IllegalStateException("the event store is away");
        }
        return List.of();
    }

    @AfterEach
    void close() {
        keys.close();
    }

    private static MockHttpServletRequest withKey() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("X-API-Key", ApiKeyText.random("probe").text());
        return request;
    }

    @Test
    void aProbeWithACredentialIsAnsweredWithoutTheEventStore() {
        away = true;

        assertThat(authenticator.caller(withKey(), null).isAuthenticated()).isFalse();
        assertThat(reads).hasValue(0);
        assertThatExceptionOfType(AuthenticationServiceException.class)
                .isThrownBy(() -> authenticator.caller(withKey(), Scope.OPS));
    }

    @Test
    void inProtectedModeReadersOfTheCatalogAreAnybody() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        assertThat(authenticator.caller(request, Scope.CATALOG_READ).scopes()).containsExactly(Scope.CATALOG_READ);
        keys.load();

        assertThat(authenticator.caller(request, Scope.CATALOG_READ)).isEqualTo(Caller.ANYBODY);
        assertThat(reads).hasValue(1);
    }
}
