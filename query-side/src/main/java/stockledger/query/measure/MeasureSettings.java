package stockledger.query.measure;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * From when on an operation counts as slow and is logged.
 *
 * @param slowMongoMillis an operation of MongoDB that takes at least this
 * @param slowRedisMillis an operation of Redis that takes at least this
 */
@Validated
@ConfigurationProperties("stockledger.query-measure")
record MeasureSettings(
        @DefaultValue("100") @Min(1) @Max(60_000) int slowMongoMillis,
        @DefaultValue("50") @Min(1) @Max(60_000) int slowRedisMillis) {}
