package stockledger.standalone;

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
 */
@Validated
@ConfigurationProperties("stockledger")
record StandaloneSettings(
        @DefaultValue("data") @NotNull Path dataDir,
        @DefaultValue("false") boolean sampleShop) {}
