package stockledger.standalone;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a standalone is told.
 *
 * @param dataDir the folder that keeps everything; one Stockledger at a time
 * @param sampleShop fill an empty data folder with a small shop to look at
 * @param sampleShopErrandsAtOnce how many commands of the sample shop are in flight
 * @param sampleShopCatchUpSeconds longest wait for the read models before the sample shop is filled
 */
@Validated
@ConfigurationProperties("stockledger")
record StandaloneSettings(
        @DefaultValue("data") @NotNull Path dataDir,
        @DefaultValue("false") boolean sampleShop,
        @DefaultValue("8") @Min(1) @Max(64) int sampleShopErrandsAtOnce,
        @DefaultValue("60") @Min(1) @Max(3_600) int sampleShopCatchUpSeconds) {}
