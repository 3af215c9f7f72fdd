package stockledger.web.limits;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The port for operators, which has threads of its own: health, meters and {@code /v1/admin} are answered there whatever
 * happens on the main port, which serves them too.
 *
 * @param port 1000 above {@code server.port}, if not set, and none if that one is taken; 0 for a free one; −1 for none
 * @param address that it listens on; {@code server.address}, if not set
 * @param threads maximum number of threads
 */
@Validated
@ConfigurationProperties("stockledger.management")
record ManagementSettings(
        @Nullable @Min(-1) @Max(65_535) Integer port,
        @DefaultValue("") @NotNull String address,
        @DefaultValue("8") @Min(2) @Max(200) int threads) {}
