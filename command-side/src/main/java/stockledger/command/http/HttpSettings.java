package stockledger.command.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of the body of one command.
 *
 * @param maxBody largest body of a single command
 * @param maxBulkBody largest body of rows, both as sent and decompressed
 * @param maxCompressionRatio how many times as large a body of rows may be once it is decompressed, beyond its first 256 KB
 */
@Validated
@ConfigurationProperties("stockledger.command-http")
record HttpSettings(
        @DefaultValue("256KB") @NotNull DataSize maxBody,
        @DefaultValue("100MB") @NotNull DataSize maxBulkBody,
        @DefaultValue("100") @Min(1) @Max(2_000) int maxCompressionRatio) {}
