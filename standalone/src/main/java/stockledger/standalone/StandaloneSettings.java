package stockledger.standalone;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the standalone.
 *
 * @param dataDir folder of all persistent data; one process at a time
 * @param sampleShop fill an empty data folder with a small example shop
 * @param sampleShopConcurrency maximum number of concurrent commands while the sample shop is filled
 * @param sampleShopCatchUpTimeout longest wait for the read models to catch up before the sample shop is filled
 */
@Validated
@ConfigurationProperties("stockledger")
record StandaloneSettings(
        @DefaultValue("data") @NotNull Path dataDir,
        @DefaultValue("false") boolean sampleShop,
        @DefaultValue("8") @Min(1) @Max(64) int sampleShopConcurrency,

        @DefaultValue("60s") @NotNull @DurationMin(seconds = 1) @DurationMax(hours = 1)
        Duration sampleShopCatchUpTimeout) {}
