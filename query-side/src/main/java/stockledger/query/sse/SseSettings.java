package stockledger.query.sse;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of server-sent events.
 *
 * @param maxSubscribers open connections per process; more are refused with {@code too-many-streams}
 * @param maxSkus distinct SKUs that all subscribers of a process watch; more are refused with {@code too-many-streams}
 * @param heartbeatInterval a comment is sent on a connection that was idle for this long, so that broken connections are
 *     found
 * @param maxLifetime a connection is closed after this; the client reconnects, perhaps to another process
 * @param maxSubscribersPerCaller open connections of one caller, or of one address of callers that are not authenticated; more
 *     are refused with {@code too-many-streams}
 */
@Validated
@ConfigurationProperties("stockledger.query-sse")
public record SseSettings(
        @DefaultValue("1000") @Min(1) @Max(100_000) int maxSubscribers,
        @DefaultValue("20000") @Min(1) @Max(1_000_000) int maxSkus,

        @DefaultValue("15s") @DurationMin(millis = 250) @DurationMax(minutes = 2)
        Duration heartbeatInterval,

        @DefaultValue("1h") @DurationMin(seconds = 1) @DurationMax(days = 1)
        Duration maxLifetime,

        @DefaultValue("500") @Min(1) @Max(100_000) int maxSubscribersPerCaller) {}
