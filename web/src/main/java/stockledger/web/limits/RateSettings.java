package stockledger.web.limits;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How much one caller may send: the holder of a credential, or else one remote address. Product pages, lists and availability
 * that are answered from the memory of the process are not counted. Twice as much may come at once.
 *
 * @param commandsPerSecond commands of one caller; 1000, if not set, and unlimited while the service has neither API keys nor
 *     an issuer of JWTs. 0 for unlimited
 * @param queriesPerSecond queries of one caller; 2000, if not set, and unlimited in the same case. 0 for unlimited
 * @param uploadsPerMinute uploads of rows of one caller; 60, if not set, and unlimited in the same case. 0 for unlimited
 */
@Validated
@ConfigurationProperties("stockledger.rates")
record RateSettings(
        @Nullable @Min(0) @Max(1_000_000) Integer commandsPerSecond,
        @Nullable @Min(0) @Max(1_000_000) Integer queriesPerSecond,
        @Nullable @Min(0) @Max(1_000_000) Integer uploadsPerMinute) {}
