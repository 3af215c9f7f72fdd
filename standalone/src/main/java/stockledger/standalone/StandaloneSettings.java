package stockledger.standalone;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the standalone.
 *
 * @param dataDir folder of all persistent data; one process at a time
 * @param sampleShop fill an empty data folder with a small example shop
 */
@Validated
@ConfigurationProperties("stockledger")
record StandaloneSettings(
        @DefaultValue("data") @NotNull Path dataDir,
        @DefaultValue("false") boolean sampleShop) {}
