package stockledger.query.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of one question.
 *
 * @param largestBody largest body of a question that is posted
 * @param longestWaitMillis how long a question with a consistency token waits for what it must see
 * @param recheckMillis after how long a waiting question looks again when nobody tells it of a change; up to eight times
 *     that, when there was none
 * @param mostWaiting questions that may wait at once; the next one is told to come back
 * @param maxAgeSeconds how long caches on the way may keep a product page, a list or availability; 0 for not without asking
 * @param staleWhileRevalidateSeconds for how much longer they may give it while they ask again
 */
@Validated
@ConfigurationProperties("stockledger.query-http")
record HttpSettings(
        @DefaultValue("256KB") @NotNull DataSize largestBody,

        @DefaultValue("2000") @Min(0) @Max(30_000) int longestWaitMillis,
        @DefaultValue("20") @Min(1) @Max(1_000) int recheckMillis,
        @DefaultValue("100") @Min(1) @Max(10_000) int mostWaiting,
        @DefaultValue("1") @Min(0) @Max(86_400) int maxAgeSeconds,
        @DefaultValue("5") @Min(0) @Max(86_400) int staleWhileRevalidateSeconds) {}
