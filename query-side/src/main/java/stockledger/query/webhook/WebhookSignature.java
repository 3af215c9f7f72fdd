package stockledger.query.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import stockledger.web.webhook.WebhookSecrets;

/** The signature of a delivery, as Standard Webhooks describes it. */
final class WebhookSignature {

    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";

    private static final String VERSION = "v1,";

    private WebhookSignature() {}

    /** The header value: one signature for each secret, separated by spaces. */
    static String of(List<byte[]> secrets, String id, long timestampSeconds, byte[] body) {
        byte[] begin = (id + "." + timestampSeconds + ".").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream text = new ByteArrayOutputStream(begin.length + body.length);
        text.writeBytes(begin);
        text.writeBytes(body);
        byte[] signed = text.toByteArray();
        return secrets.stream()
                .map(secret -> VERSION + Base64.getEncoder().encodeToString(WebhookSecrets.hmac(secret, signed)))
                .collect(Collectors.joining(" "));
    }
}
