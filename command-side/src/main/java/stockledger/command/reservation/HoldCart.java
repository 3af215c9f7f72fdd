package stockledger.command.reservation;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.ReservationId;

/**
 * Holds all lines or none: the command of {@link ReservationProcess}, which sends one to the stock of each SKU.
 *
 * @param generatedId whether the caller gave no id
 */
@JsonTypeName("reservation.HoldCart")
record HoldCart(
        ReservationId id,
        boolean generatedId,
        List<RequestedLine> lines,
        Instant expiresAt,
        @Nullable String reference) {}
