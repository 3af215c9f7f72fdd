package stockledger.query.cache;

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
 * Settings of cache warming: the hottest pages are loaded into the local cache before they are requested.
 *
 * @param maxProducts maximum number of pages to load; fewer if the cache is full; 0 disables warming
 * @param readyPercent percentage of these pages that must be loaded before the process reports ready
 * @param maxWait maximum wait for warming, from the time the projections have caught up; then the process reports ready
 *     with a cold cache
 */
@Validated
@ConfigurationProperties("stockledger.warming")
record WarmingSettings(
        @DefaultValue("10000") @Min(0) @Max(1_000_000) int maxProducts,
        @DefaultValue("80") @Min(0) @Max(100) int readyPercent,

        @DefaultValue("20s") @NotNull @DurationMin(millis = 0) @DurationMax(minutes = 10)
        Duration maxWait) {}
