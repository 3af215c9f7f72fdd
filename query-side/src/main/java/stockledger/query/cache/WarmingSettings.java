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
 * Loading the hottest products into the local cache before they are requested.
 *
 * @param maxProducts most products that are loaded, as far as the cache has room; 0 for none
 * @param readyPercent share of them that a starting process has loaded before it is ready
 * @param maxWait after this a starting process is ready without, counted from when its projections have caught up
 */
@Validated
@ConfigurationProperties("stockledger.warming")
record WarmingSettings(
        @DefaultValue("10000") @Min(0) @Max(1_000_000) int maxProducts,
        @DefaultValue("80") @Min(0) @Max(100) int readyPercent,

        @DefaultValue("20s") @NotNull @DurationMin(millis = 0) @DurationMax(minutes = 10)
        Duration maxWait) {}
