package stockledger.query.audit;

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
 * Settings of the audit, which compares what is stored of SKUs with their events.
 *
 * @param processorMillisPerSecond milliseconds of a processor that the audit of this process may take per second; 0 for no audit
 * @param sweptPerMinute SKUs that one of all processes audits per minute, changed or not, one after another; 0 for none
 * @param sweepInterval a sweep over all SKUs begins at most this often
 */
@Validated
@ConfigurationProperties("stockledger.audit")
record AuditSettings(
        @DefaultValue("5") @Min(0) @Max(1_000) int processorMillisPerSecond,
        @DefaultValue("30") @Min(0) @Max(60_000) int sweptPerMinute,

        @DefaultValue("24h") @NotNull @DurationMin(seconds = 1) @DurationMax(days = 90)
        Duration sweepInterval) {}
