package stockledger.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The secret of a webhook follows from a master key, which can be replaced and lost. */
class SecretsAreDerivedTest {

    private final byte[] first = MasterKeys.randomKey();
    private final byte[] second = MasterKeys.randomKey();

    @Test
    void processesWithTheSameKeyDeriveTheSameSecret() {
        WebhookSecrets one = new WebhookSecrets(() -> List.of(first));
        WebhookSecrets other = new WebhookSecrets(() -> List.of(first));
        assertThat(one.secret("hook-1", 1, one.currentKeyId()))
                .hasSize(32)
                .isEqualTo(other.secret("hook-1", 1, other.currentKeyId()))
                .isNotEqualTo(one.secret("hook-1", 2, one.currentKeyId()))
                .isNotEqualTo(one.secret("hook-2", 1, one.currentKeyId()));
    }

    @Test
    void aSecretStaysWhenAnotherKeyMakesNewOnes() {
        WebhookSecrets before = new WebhookSecrets(() -> List.of(first));
        WebhookSecrets after = new WebhookSecrets(() -> List.of(second, first));
        assertThat(after.currentKeyId()).isNotEqualTo(before.currentKeyId());
        assertThat(after.secret("hook-1", 1, before.currentKeyId()))
                .isEqualTo(before.secret("hook-1", 1, before.currentKeyId()));
    }

    @Test
    void aSecretWhoseKeyIsLostIsNotReplaced() {
        String lost = new WebhookSecrets(() -> List.of(first)).currentKeyId();
        assertThat(new WebhookSecrets(() -> List.of(second)).secret("hook-1", 1, lost))
                .isNull();
    }

    @Test
    void keysAreReadAgainAfterTheirStoreWasAway() {
        List<byte[]> stored = new ArrayList<>();
        WebhookSecrets secrets = new WebhookSecrets(() -> {
            if (stored.isEmpty()) {
                throw new IllegalStateException("away");
            }
            return stored;
        });
        assertThat(org.assertj.core.api.Assertions.catchThrowable(secrets::currentKeyId))
                .hasMessage("away");
        stored.add(first);
        assertThat(secrets.currentKeyId()).isNotEmpty();
    }

    @Test
    void theTextIsThatOfStandardWebhooks() {
        assertThat(WebhookSecrets.text(new byte[32])).matches("whsec_[A-Za-z0-9+/]{43}=");
    }
}
