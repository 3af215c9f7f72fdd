package stockledger.query.webhook;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of deliveries to webhooks.
 *
 * @param requestTimeout a receiver must answer in this time
 * @param pauseAfter a webhook is paused when deliveries have failed, and none has succeeded, for so long
 * @param maxPerSecond deliveries per second to one webhook: a replay must not take the processors from commands
 */
@Validated
@ConfigurationProperties("stockledger.webhooks")
record DeliverySettings(
        @DefaultValue("10s") @NotNull @DurationMin(millis = 100) @DurationMax(seconds = 60)
        Duration requestTimeout,

        @DefaultValue("24h") @NotNull @DurationMin(seconds = 1) @DurationMax(days = 30)
        Duration pauseAfter,

        @DefaultValue("500") @Min(1) @Max(10_000) int maxPerSecond) {}
