package stockledger.query.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stockledger.events.stock.AdjustmentReason;

/**
 * One change of what is on hand, as it stands in the ledger for ever.
 *
 * @param ordinal its place in the ledger of the SKU, from 0
 * @param delta units, signed
 * @param balance units on hand at the location after it
 */
record Movement(
        long ordinal,
        Instant at,
        String kind,
        String locationId,
        long delta,
        long balance,
        @Nullable AdjustmentReason reason,
        @Nullable String reference,
        @Nullable String reservationId,
        String actor) {}
