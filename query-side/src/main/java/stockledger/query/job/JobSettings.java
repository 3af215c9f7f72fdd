package stockledger.query.job;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The read model of jobs.
 *
 * @param keepEnded how long a finished or cancelled job without failed rows stays in the read model; later it is folded from
 *     its events when it is queried
 */
@Validated
@ConfigurationProperties("stockledger.query-job")
record JobSettings(
        @DefaultValue("30d") @DurationMin(seconds = 1) @DurationMax(days = 36_500)
        Duration keepEnded) {}
