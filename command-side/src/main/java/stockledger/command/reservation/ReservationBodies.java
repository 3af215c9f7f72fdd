package stockledger.command.reservation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
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
import stockledger.command.http.NormalizedText;
import stockledger.command.reservation.ReservationCommand.ReturnLine;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.reservation.LineUnits;
import stockledger.events.stock.LocationChoice;

/** The request and answer bodies of reservations. */
final class ReservationBodies {

    private static final long MAX_UNITS = 1_000_000_000;
    private static final int MAX_REFERENCE_LENGTH = 200;

    /** {@link ReservationProcess#returnUnits} sets the version. */
    private static final long NO_VERSION = -1;

    private ReservationBodies() {}

    record LineBody(
            @NotNull Sku sku,
            @NotNull @Min(1) @Max(MAX_UNITS) Long quantity,
            @Nullable LocationId locationId) {}

    record HoldBody(
            @Nullable ReservationId id,
            @NotEmpty List<@NotNull @Valid LineBody> lines,

            @Nullable @Min(1) @Max(ReservationSettings.MAX_TTL_SECONDS)
            Long ttlSeconds,

            @Nullable LocationChoice locationPolicy,

            @Nullable @NormalizedText @Size(min = 1, max = MAX_REFERENCE_LENGTH)
            String reference) {

        List<RequestedLine> requestedLines(LocationSelection selection) {
            return requested(lines, selection);
        }
    }

    /** All lines of the reservation from now on. */
    record LinesBody(@NotEmpty List<@NotNull @Valid LineBody> lines) {

        List<RequestedLine> requestedLines(LocationSelection selection) {
            return requested(lines, selection);
        }
    }

    private static List<RequestedLine> requested(List<LineBody> lines, LocationSelection selection) {
        Map<Sku, List<UnitRequest>> bySku = new TreeMap<>();
        for (LineBody line : lines) {
            bySku.computeIfAbsent(line.sku(), sku -> new ArrayList<>())
                    .add(new UnitRequest(line.locationId(), line.quantity()));
        }
        return bySku.entrySet().stream()
                .map(entry -> new RequestedLine(entry.getKey(), entry.getValue(), selection))
                .toList();
    }

    /** What to do with an expired reservation. */
    enum IfExpired {
        /** Hold its units again and confirm it, if all are available. */
        @JsonProperty("rehold")
        REHOLD
    }

    /** Without {@code ifExpired} an expired reservation is refused. */
    record ConfirmBody(@Nullable IfExpired ifExpired) {}

    record ExtendBody(
            @NotNull @Min(1) @Max(ReservationSettings.MAX_TTL_SECONDS)
            Long ttlSeconds) {}

    record PartBody(
            @NotNull Sku sku,
            @NotNull @Min(1) @Max(MAX_UNITS) Long quantity) {}

    /** Without lines, all that is left ships. */
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

    record ReturnLineBody(
            @NotNull Sku sku,
            @NotNull @Min(1) @Max(MAX_UNITS) Long quantity,
            @Nullable LocationId locationId,
            @NotNull ReturnCondition condition) {}

    record ReturnBody(
            @NotEmpty List<@NotNull @Valid ReturnLineBody> lines,

            @Nullable @NormalizedText @Size(min = 1, max = MAX_REFERENCE_LENGTH)
            String reference) {

        List<ReturnLine> returnLines() {
            return lines.stream()
                    .map(line -> new ReturnLine(
                            line.sku(), line.quantity(), line.locationId(), line.condition(), NO_VERSION))
                    .toList();
        }
    }

    record LineAnswer(Sku sku, long quantity, List<Allocation> allocations, long shipped, long returned) {

        static LineAnswer of(CartLine line) {
            return new LineAnswer(line.sku(), line.quantity(), line.allocations(), line.shipped(), line.returned());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CartAnswer(
            ReservationId id,
            String status,
            List<LineAnswer> lines,
            @Nullable Instant expiresAt,
            @Nullable String reference) {

        static CartAnswer of(ReservationState state) {
            return new CartAnswer(
                    state.id(),
                    state.status().publicName(),
                    state.lines().stream().map(LineAnswer::of).toList(),
                    state.expiresAt(),
                    state.reference());
        }
    }
}
