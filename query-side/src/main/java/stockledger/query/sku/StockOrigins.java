package stockledger.query.sku;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events that the numbers of a {@link StockState} are made of: of units on hand and unavailable the newest, of claims and
 * units on their way those that are open.
 *
 * @param locations ordered by location id
 * @param claims reservations that have units held or allocated, in the order of their first event
 * @param safetyStock the event that set the safety stock of the SKU as a whole; null for none
 * @param deliveries the announcements of open deliveries, by their ids
 * @param transfers the departures of open transfers, by their ids
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StockOrigins(
        List<AtLocation> locations,
        List<OpenClaim> claims,
        @Nullable SourceEvent safetyStock,
        List<Origin> deliveries,
        List<Origin> transfers) {

    /** Newest events that are kept of a term at a location. */
    static final int MAX_NEWEST = 16;

    static final StockOrigins NONE = new StockOrigins(List.of(), List.of(), null, List.of(), List.of());

    /**
     * An event and the units by which it changed a term.
     *
     * @param units signed
     */
    public record Change(long units, SourceEvent event) {}

    /**
     * The changes of one term at one location.
     *
     * @param newest in the order of the stream, at most {@value StockOrigins#MAX_NEWEST}
     * @param events how many events have changed it
     */
    public record Recent(List<Change> newest, long events) {

        static final Recent NONE = new Recent(List.of(), 0);
    }

    /**
     * The changes at one location.
     *
     * @param safetyStock the event that set the safety stock of the location; null for none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AtLocation(
            String locationId,
            Recent onHand,
            Recent unavailable,
            @Nullable SourceEvent safetyStock) {}

    /**
     * One reservation's open claim.
     *
     * @param expiresAt earliest time at which the hold may expire, as it was held; an extension is in the reservation's stream
     * @param changes all events of it, in the order of the stream
     */
    public record OpenClaim(String reservationId, @Nullable Instant expiresAt, List<ClaimChange> changes) {

        public long held() {
            return changes.stream().mapToLong(ClaimChange::held).sum();
        }

        public long allocated() {
            return changes.stream().mapToLong(ClaimChange::allocated).sum();
        }
    }

    /**
     * A change of a claim at one location.
     *
     * @param held signed units
     * @param allocated signed units
     */
    public record ClaimChange(String locationId, long held, long allocated, SourceEvent event) {}

    /** The first event of something that is open. */
    public record Origin(String id, SourceEvent event) {}
}
