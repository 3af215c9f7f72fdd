package stockledger.command.reservation;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stockledger.command.reservation.ReservationCommand.Back;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.reservation.LineUnits;
import stockledger.events.stock.LocationChoice;

/** What callers say of reservations, and what they are told. */
final class ReservationBodies {

    private static final long MOST_UNITS = 1_000_000_000;
    private static final int LONGEST_REFERENCE = 200;

    /** Until the desk has looked, a return may have been followed at any time. */
    private static final long NOT_SEEN = -1;

    private ReservationBodies() {}

    record LineBody(
            @NotNull Sku sku,
            @NotNull @Min(1) @Max(MOST_UNITS) Long quantity,
            @Nullable LocationId locationId) {}

    record HoldBody(
            @Nullable ReservationId id,
            @NotEmpty List<@NotNull @Valid LineBody> lines,

            @Nullable @Min(1) @Max(ReservationSettings.LONGEST_TTL_SECONDS)
            Long ttlSeconds,

            @Nullable LocationChoice locationPolicy,

            @Nullable @Size(min = 1, max = LONGEST_REFERENCE)
            String reference) {

        List<RequestedLine> wishes(LocationSelection choosing) {
            Map<Sku, List<UnitRequest>> bySku = new TreeMap<>();
            for (LineBody line : lines) {
                bySku.computeIfAbsent(line.sku(), sku -> new ArrayList<>())
                        .add(new UnitRequest(line.locationId(), line.quantity()));
            }
            return bySku.entrySet().stream()
                    .map(entry -> new RequestedLine(entry.getKey(), entry.getValue(), choosing))
                    .toList();
        }
    }

    record MoreTime(
            @NotNull @Min(1) @Max(ReservationSettings.LONGEST_TTL_SECONDS)
            Long ttlSeconds) {}

    record PartBody(
            @NotNull Sku sku,
            @NotNull @Min(1) @Max(MOST_UNITS) Long quantity) {}

    /** Without lines, all that is left. */
    record ShipBody(@Nullable @Size(min = 1) List<@NotNull @Valid PartBody> lines) {

        List<LineUnits> parts() {
            Map<Sku, Long> bySku = new TreeMap<>();
            if (lines != null) {
                lines.forEach(part -> bySku.merge(part.sku(), part.quantity(), Math::addExact));
            }
            return bySku.entrySet().stream()
                    .map(entry -> new LineUnits(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }

    record BackBody(
            @NotNull Sku sku,
            @NotNull @Min(1) @Max(MOST_UNITS) Long quantity,
            @Nullable LocationId locationId,
            @NotNull ReturnCondition condition) {}

    record ReturnBody(
            @NotEmpty List<@NotNull @Valid BackBody> lines,

            @Nullable @Size(min = 1, max = LONGEST_REFERENCE)
            String reference) {

        List<Back> backs() {
            return lines.stream()
                    .map(line -> new Back(line.sku(), line.quantity(), line.locationId(), line.condition(), NOT_SEEN))
                    .toList();
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CartAnswer(
            ReservationId id,
            String status,
            List<CartLine> lines,
            @Nullable Instant expiresAt,
            @Nullable String reference) {

        static CartAnswer of(ReservationState state) {
            return new CartAnswer(
                    state.id(), state.status().word(), state.lines(), state.expiresAt(), state.reference());
        }
    }
}
