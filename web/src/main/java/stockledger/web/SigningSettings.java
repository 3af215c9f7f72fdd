package stockledger.web;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How consistency tokens are signed.
 *
 * @param keyFile file of secrets that sign consistency tokens, one a line, each at least 32 characters: the first signs, all are
 *     accepted. Without it MongoDB keeps random ones, a new one every 30 days
 */
@Validated
@ConfigurationProperties("stockledger.consistency-token")
record SigningSettings(@Nullable Path keyFile) {}
