package stockledger.query.consistency;

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
 * The limits of waiting.
 *
 * @param maxWait longest wait of a query with a consistency token
 * @param maxWaiting queries that wait at the same time; further ones are answered 503
 * @param maxWaitingPerCaller the same for one caller, or for one address of callers that are not authenticated
 */
@Validated
@ConfigurationProperties("stockledger.query-http")
record ConsistencySettings(
        @DefaultValue("2s") @NotNull @DurationMin @DurationMax(seconds = 30)
        Duration maxWait,

        @DefaultValue("100") @Min(1) @Max(10_000) int maxWaiting,
        @DefaultValue("50") @Min(1) @Max(10_000) int maxWaitingPerCaller) {}
