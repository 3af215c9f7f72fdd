package stockledger.query.measure;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Thresholds from which operations count as slow and are logged.
 *
 * @param slowMongo shortest slow operation of MongoDB
 * @param slowRedis shortest slow operation of Redis
 */
@Validated
@ConfigurationProperties("stockledger.query-measure")
record MeasureSettings(
        @DefaultValue("100ms") @DurationMin(millis = 1) @DurationMax(minutes = 1)
        Duration slowMongo,

        @DefaultValue("50ms") @DurationMin(millis = 1) @DurationMax(minutes = 1)
        Duration slowRedis) {}
