package stockledger.command.http;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of one HTTP command.
 *
 * @param largestBody largest body of a single command
 * @param largestBulkBody largest body of rows, as it is sent and as it is unpacked
 */
@Validated
@ConfigurationProperties("stockledger.command-http")
record HttpSettings(
        @DefaultValue("256KB") @NotNull DataSize largestBody,
        @DefaultValue("100MB") @NotNull DataSize largestBulkBody) {}
