package stockledger.web;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of a stop behind a gateway.
 *
 * @param time how long a stopping instance goes on to answer requests on open connections while new connections are
 *     refused, so that a gateway uses another instance; longer than the gateway keeps idle connections; 0 without a
 *     gateway
 */
@Validated
@ConfigurationProperties("stockledger.drain")
record DrainSettings(
        // Below the time that Spring gives to each phase of a stop.
        @DefaultValue("0s") @NotNull @DurationMin(seconds = 0) @DurationMax(seconds = 8)
        Duration time) {}
