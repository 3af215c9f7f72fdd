package stockledger.web.webhook;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of webhooks that both sides must have.
 *
 * @param keyFile file of master keys from which the secrets of webhooks are derived, one a line, each at least 32 characters: the
 *     first makes new secrets, all are used. Without it MongoDB keeps a random one
 * @param allowPrivateAddresses whether webhooks may have http addresses, and hosts that are not public, such as those of
 *     the own network
 */
@Validated
@ConfigurationProperties("stockledger.webhooks")
public record WebhookSettings(
        @Nullable Path keyFile, @DefaultValue("false") boolean allowPrivateAddresses) {}
