package stockledger.command.reservation;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import stockledger.events.LocationId;
import stockledger.events.stock.LocationChoice;

/**
 * The limits of reservations, and of the upkeep that finishes what a crash left half done.
 *
 * @param holdTtlSeconds how long a reservation is held when the caller does not say
 * @param locationPolicy how locations are chosen when neither the line nor the caller says
 * @param locationPriority the shop's own order of its locations, for the policy that follows it; the same on every
 *     instance. Locations that it does not name come last
 * @param mostLines most lines of one reservation, of one shipment and of one return
 * @param inProgressWaitMillis how long a repeated request waits for the first one
 * @param lineThreads threads that work on the lines of large carts side by side
 * @param largeCartLines from this many SKUs on a cart is large
 * @param graceSeconds a reservation that is not finished after this is taken over by the upkeep; far above what the
 *     largest cart takes
 * @param upkeepIntervalMillis how often the upkeep looks for what is due
 * @param upkeepBatch most reservations looked up together
 * @param upkeepAtOnce most reservations that the upkeep works on at the same time
 * @param claimTimeoutSeconds after this another instance takes over what a dead one was reading
 */
@Validated
@ConfigurationProperties("stockledger.reservation")
record ReservationSettings(
        @DefaultValue("600") @Min(1) @Max(LONGEST_TTL_SECONDS)
        long holdTtlSeconds,

        @DefaultValue("fewest-locations") LocationChoice locationPolicy,
        @DefaultValue List<LocationId> locationPriority,
        @DefaultValue("1000") @Min(1) @Max(10_000) int mostLines,
        @DefaultValue("2000") @Min(0) @Max(60_000) int inProgressWaitMillis,
        @DefaultValue("8") @Min(1) @Max(200) int lineThreads,
        @DefaultValue("9") @Min(2) @Max(10_000) int largeCartLines,
        @DefaultValue("15") @Min(1) @Max(3_600) int graceSeconds,
        @DefaultValue("1000") @Min(50) @Max(60_000) int upkeepIntervalMillis,
        @DefaultValue("200") @Min(1) @Max(10_000) int upkeepBatch,
        @DefaultValue("256") @Min(1) @Max(5_000) int upkeepAtOnce,
        @DefaultValue("5") @Min(1) @Max(600) int claimTimeoutSeconds) {

    /** The longest that a reservation may be held: a day. */
    public static final long LONGEST_TTL_SECONDS = 86_400;
}
