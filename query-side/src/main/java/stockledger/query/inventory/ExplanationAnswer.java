package stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.query.sku.ExpectedDelivery;
import stockledger.query.sku.SourceEvent;
import stockledger.query.sku.UnitsInTransit;

/**
 * What the available units of one SKU are made of. It adds up: available is the sum of the terms, each with its sign; a term is
 * the sum of its parts, and a part that of its events and of what is before them.
 *
 * @param version of the stock; null before its first event
 * @param otherHolds the holds that are not listed; null when all are
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExplanationAnswer(
        String sku,
        @Nullable Long version,

        @Schema(description = "Signed: pages and inventory never show less than 0.")
        long available,

        @Schema(description = "available is the sum of their units, each times its sign.")
        List<Term> terms,

        @Schema(description = "Open holds, the next to expire first.")
        List<Claim> holds,

        @Nullable Others otherHolds,

        @Schema(description = "Confirmed and not shipped, the newest first.")
        List<Claim> allocations,

        @Nullable Others otherAllocations,

        @Schema(description = "Announced deliveries, the next first.")
        List<Delivery> deliveries,

        @Nullable Others otherDeliveries,

        @Schema(description = "Units on their way between locations, the longest sent first.")
        List<Transfer> transfers,

        @Nullable Others otherTransfers,
        @Nullable Instant asOf) {

    /**
     * One term of the sum.
     *
     * @param sign 1 or -1
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Term(
            @Schema(allowableValues = {"onHand", "unavailable", "allocated", "held", "safetyStock"})
            String term,

            int sign,

            @Schema(description = "The sum of the parts and of those that are not listed.")
            long units,

            List<Part> parts,

            @Schema(description = "The locations that are not listed: locationId asks for one of them.") @Nullable
            Others otherLocations) {}

    /** A term at one location, or for the SKU as a whole. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(
            @Schema(description = "Absent for the safety stock of the SKU as a whole.") @Nullable
            String locationId,

            @Schema(description = "The sum of the changes and of the units of earlier events.")
            long units,

            @Schema(description = "The newest events, newest first; of held and allocated units, those of open claims.")
            List<Event> events,

            @Schema(description = "The events that are not listed.") @Nullable
            Others earlier) {}

    /** An event and the units by which it changed the term. */
    record Event(long change, @JsonUnwrapped SourceEvent event) {}

    /** What is not listed: how many, and their units. */
    record Others(long count, long units) {}

    /** The units that one reservation holds, or has allocated. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Claim(
            String reservationId,
            long units,

            @Schema(
                    description =
                            "Earliest time at which the hold may expire, as the stock knows it: the reservation says whether it"
                                    + " was extended since.")
            @Nullable
            Instant expiresAt,

            @Schema(description = "The newest events of the reservation in this stock, newest first.")
            List<SourceEvent> events) {}

    /** An announced delivery and the event that announced it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delivery(
            @JsonUnwrapped ExpectedDelivery delivery,
            @Nullable SourceEvent announced) {}

    /** Units in transit and the event that sent them. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Transfer(
            @JsonUnwrapped UnitsInTransit transfer,
            @Nullable SourceEvent sent) {}
}
