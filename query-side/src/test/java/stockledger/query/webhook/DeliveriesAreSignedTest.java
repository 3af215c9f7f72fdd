package stockledger.query.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A signature is that of Standard Webhooks, with one part for each valid secret. */
class DeliveriesAreSignedTest {

    /** The example of the libraries of Standard Webhooks. */
    private static final byte[] SECRET = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";

    @Test
    void theExampleOfTheStandardHasItsSignature() {
        assertThat(WebhookSignature.of(List.of(SECRET), ID, 1614265330, BODY))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void twoSecretsHaveTwoSignatures() {
        byte[] other = {1, 2, 3};
        assertThat(WebhookSignature.of(List.of(other, SECRET), ID, 1614265330, BODY))
                .endsWith(" v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
                .matches("v1,\\S{44} v1,\\S{44}");
    }
}
