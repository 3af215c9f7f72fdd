package stockledger.query.count;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of a count sheet and what the events say about the SKU at that location: all that its causes are found from.
 *
 * @param expected units on hand at the time of the count, by all events that are known now
 * @param later events after the count that were read
 * @param complete whether these are all
 * @param lastCount the time of the last count that was booked before; what happened until then, it has corrected
 * @param receipts bookings that the expected units contain, since the last count
 * @param lateBookings bookings of arrived units that were recorded after the count and name no earlier time
 * @param allocations of confirmed orders that had not shipped when the stock was counted
 * @param shippingMillis for each order that shipped before the count, the time from its confirmation to its shipment
 * @param documents references of receipts and ids of reservations that moved units here
 */
record CountedStock(
        String sku,
        String locationId,
        Instant countedAt,
        long counted,
        long expected,
        int later,
        boolean complete,
        @Nullable Instant lastCount,
        List<Booking> receipts,
        List<Booking> lateBookings,
        List<OpenTransfer> transfers,
        List<OpenDelivery> deliveries,
        List<OpenAllocation> allocations,
        List<Long> shippingMillis,
        Set<String> documents) {

    /** What brought units to the location. */
    enum Arrival {
        RECEIPT,
        TRANSFER,
        RETURN
    }

    /** Units that were booked as arrived. */
    record Booking(Arrival arrival, long units, @Nullable String reference, EventRef event) {}

    /**
     * Units that were sent and not received.
     *
     * @param isInbound whether they were sent to the counted location, not from it
     * @param other the other location
     */
    record OpenTransfer(String id, long units, boolean isInbound, String other, EventRef event) {}

    /** Units of an announced delivery to the location that have not arrived. */
    record OpenDelivery(
            String id,
            long units,
            LocalDate expectedOn,
            @Nullable String reference,
            EventRef event) {}

    /**
     * Units of a confirmed order at the location.
     *
     * @param open units that have neither shipped nor been released since
     * @param shippedLater units whose shipment was recorded after the count
     * @param elsewhere units of the order at other locations
     * @param overtaken orders that were confirmed later and shipped before the count
     */
    record OpenAllocation(
            String reservationId, long open, long shippedLater, long elsewhere, int overtaken, EventRef event) {}

    long difference() {
        return counted - expected;
    }
}
