package stockledger.command.reservation;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import stockledger.events.LocationId;
import stockledger.events.stock.LocationChoice;

/**
 * Limits of reservations and of their recovery.
 *
 * @param holdTtl how long units are held when the request names no TTL
 * @param locationPolicy how locations are chosen when neither the line nor the request names one
 * @param locationPriority the order of locations for the policy {@code priority-order}; the same on every instance.
 *     Locations it does not name come last
 * @param maxLines most lines of one reservation, of one shipment and of one return
 * @param lineThreads threads that execute the lines of large reservations in parallel
 * @param recoveryDelay an unfinished reservation is recovered after this; far above the time that the largest reservation
 *     takes
 */
@Validated
@ConfigurationProperties("stockledger.reservation")
public record ReservationSettings(
        @DefaultValue("10m") @DurationMin(seconds = 1) @DurationMax(days = 1)
        Duration holdTtl,

        @DefaultValue("fewest-locations") LocationChoice locationPolicy,
        @DefaultValue List<LocationId> locationPriority,
        @DefaultValue("1000") @Min(1) @Max(10_000) int maxLines,
        @DefaultValue("8") @Min(1) @Max(200) int lineThreads,

        @DefaultValue("15s") @DurationMin(seconds = 1) @DurationMax(hours = 1)
        Duration recoveryDelay) {

    /** The longest TTL of a hold: a day. */
    static final long MAX_TTL_SECONDS = 86_400;
}
