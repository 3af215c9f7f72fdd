package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.Outcome;
import stockledger.command.http.Answers;
import stockledger.command.http.CommandResponder;
import stockledger.command.http.HttpCommand;
import stockledger.command.http.IfMatchVersion;
import stockledger.command.http.InvalidBody;
import stockledger.command.http.NormalizedText;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.command.stock.StockCommand.SetAside;
import stockledger.command.stock.StockRefusal.IncomingNotFound;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockRefusal.InsufficientUnavailable;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.command.stock.StockRefusal.OccurredInFuture;
import stockledger.command.stock.StockRefusal.ProductNotFound;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.TakenFrom;
import stockledger.web.ApiContract;

@RestController
@RequestMapping(
        path = "/v1/inventory/{sku}",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
class StockController implements HttpCommand.Source {

    static final long MAX_UNITS = 1_000_000_000;
    static final int MAX_REFERENCE_LENGTH = 200;

    private final CommandResponder responder;
    private final Commands commands;
    private final CatalogLookup catalog;
    private final Clock clock;

    StockController(CommandResponder responder, Commands commands, CatalogLookup catalog, Clock clock) {
        this.responder = responder;
        this.commands = commands;
        this.catalog = catalog;
        this.clock = clock;
    }

    record ReceiptBody(
            @NotNull LocationId locationId,
            @NotNull @Min(1) @Max(MAX_UNITS) Long quantity,

            @Nullable @NormalizedText @Size(min = 1, max = MAX_REFERENCE_LENGTH)
            String reference,

            @Nullable IncomingId incomingId,
            @Nullable Instant occurredAt) {}

    record AdjustmentBody(
            @NotNull LocationId locationId,
            @NotNull @Min(-MAX_UNITS) @Max(MAX_UNITS) Long delta,
            @NotNull AdjustmentReason reason,

            @Nullable @NormalizedText @Size(min = 1, max = MAX_REFERENCE_LENGTH)
            String reference,

            @Nullable TakenFrom from,
            @Nullable Instant occurredAt) {}

    record UnavailableBody(
            @NotNull LocationId locationId,
            @NotNull @Min(-MAX_UNITS) @Max(MAX_UNITS) Long delta,
            @NotNull AdjustmentReason reason,

            @Nullable @NormalizedText @Size(min = 1, max = MAX_REFERENCE_LENGTH)
            String reference) {}

    /**
     * The answer to a receipt, an adjustment or a change of unavailable units.
     *
     * @param delta units added to on hand, or to unavailable
     * @param occurredAt when it happened; null for now
     * @param countedAt the count that contained the movement, so that on hand did not change; null otherwise
     * @param onHand units at the location after it
     * @param unavailable unavailable units there after it, when they changed; null otherwise
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Movement(
            Sku sku,
            LocationId locationId,
            long delta,
            @Nullable AdjustmentReason reason,
            @Nullable String reference,
            @Nullable Instant occurredAt,
            @Nullable Instant countedAt,
            long onHand,
            @Nullable Long unavailable,
            long version) {

        Movement withUnavailable(long now) {
            return new Movement(sku, locationId, delta, reason, reference, occurredAt, countedAt, onHand, now, version);
        }

        Movement with(@Nullable Instant occurred) {
            return new Movement(
                    sku, locationId, delta, reason, reference, occurred, countedAt, onHand, unavailable, version);
        }
    }

    @ApiContract(
            id = "receiveStock",
            summary = "Receives units, optionally of an announced delivery.",
            status = 201,
            tagged = true,
            refusals = {ProductNotFound.class, LocationNotFound.class, IncomingNotFound.class, OccurredInFuture.class})
    @PostMapping("/receipts")
    ResponseEntity<Movement> receive(
            @PathVariable Sku sku, @IfMatchVersion('s') @Nullable Long expected, @Valid @RequestBody ReceiptBody body) {
        return responder.respond(command(sku, body), expected, this::execute);
    }

    @ApiContract(
            id = "adjustStock",
            summary = "Corrects what is on hand, with a reason.",
            status = 201,
            tagged = true,
            refusals = {
                ProductNotFound.class,
                LocationNotFound.class,
                InsufficientStock.class,
                InsufficientUnavailable.class,
                OccurredInFuture.class
            })
    @PostMapping("/adjustments")
    ResponseEntity<Movement> adjust(
            @PathVariable Sku sku,
            @IfMatchVersion('s') @Nullable Long expected,
            @Valid @RequestBody AdjustmentBody body) {
        return responder.respond(command(sku, body), expected, this::execute);
    }

    /** The command of a receipt, single or in bulk. */
    ReceiveStock command(Sku sku, ReceiptBody body) {
        return new ReceiveStock(
                sku, body.locationId(), body.quantity(), body.reference(), body.incomingId(), past(body.occurredAt()));
    }

    /** The command of an adjustment, single or in bulk. */
    AdjustStock command(Sku sku, AdjustmentBody body) {
        requireChange(body.delta());
        if (body.from() != null && body.delta() > 0) {
            throw new InvalidBody("from", "validation-failed", "from needs a negative delta.");
        }
        return new AdjustStock(
                sku,
                body.locationId(),
                body.delta(),
                body.reason(),
                body.reference(),
                body.from(),
                past(body.occurredAt()));
    }

    /** A clock slightly ahead means now. */
    private @Nullable Instant past(@Nullable Instant stated) {
        if (stated == null) {
            return null;
        }
        Instant now = clock.instant();
        if (stated.isAfter(now.plus(RecentMovements.CLOCK_TOLERANCE))) {
            throw new OccurredInFuture(stated, now);
        }
        return stated.isAfter(now) ? now : stated;
    }

    @ApiContract(
            id = "setUnitsAside",
            summary = "Makes units unavailable, or sellable again.",
            status = 201,
            tagged = true,
            refusals = {
                ProductNotFound.class,
                LocationNotFound.class,
                InsufficientStock.class,
                InsufficientUnavailable.class
            })
    @PostMapping("/unavailable")
    ResponseEntity<Movement> setAside(
            @PathVariable Sku sku,
            @IfMatchVersion('s') @Nullable Long expected,
            @Valid @RequestBody UnavailableBody body) {
        requireChange(body.delta());
        return responder.respond(
                new SetAside(sku, body.locationId(), body.delta(), body.reason(), body.reference()),
                expected,
                this::execute);
    }

    @Override
    public List<HttpCommand<?, ?>> commands() {
        return List.of(
                new HttpCommand<>(ReceiveStock.class, this::execute),
                new HttpCommand<>(AdjustStock.class, this::execute),
                new HttpCommand<>(SetAside.class, this::execute));
    }

    private ResponseEntity<Movement> execute(ReceiveStock receipt, @Nullable Long expected) {
        catalog.require(receipt.sku(), receipt.locationId());
        Outcome<StockAnswer> outcome = commands.send(receipt, expected);
        Movement moved =
                movement(receipt.sku(), receipt.locationId(), receipt.quantity(), null, receipt.reference(), outcome);
        return created(moved.with(receipt.occurredAt()), outcome);
    }

    private ResponseEntity<Movement> execute(AdjustStock command, @Nullable Long expected) {
        catalog.require(command.sku(), command.locationId());
        Outcome<StockAnswer> outcome = commands.send(command, expected);
        Movement moved = movement(
                command.sku(), command.locationId(), command.delta(), command.reason(), command.reference(), outcome);
        Movement dated = moved.with(command.occurredAt());
        return created(
                command.from() == null
                        ? dated
                        : dated.withUnavailable(outcome.answer().unavailable()),
                outcome);
    }

    private ResponseEntity<Movement> execute(SetAside command, @Nullable Long expected) {
        catalog.require(command.sku(), command.locationId());
        Outcome<StockAnswer> outcome = commands.send(command, expected);
        Movement moved = movement(
                command.sku(), command.locationId(), command.delta(), command.reason(), command.reference(), outcome);
        return created(moved.withUnavailable(outcome.answer().unavailable()), outcome);
    }

    private static void requireChange(long delta) {
        if (delta == 0) {
            throw new InvalidBody("delta", "validation-failed", "delta must not be 0.");
        }
    }

    private static Movement movement(
            Sku sku,
            LocationId location,
            long delta,
            @Nullable AdjustmentReason reason,
            @Nullable String reference,
            Outcome<StockAnswer> outcome) {
        return new Movement(
                sku,
                location,
                delta,
                reason,
                reference,
                null,
                outcome.answer().countedAt(),
                outcome.answer().onHand(),
                null,
                outcome.version());
    }

    private static ResponseEntity<Movement> created(Movement movement, Outcome<StockAnswer> outcome) {
        return Answers.tagged(
                Answers.created("/v1/inventory/" + movement.sku() + "/movements", movement, outcome.token()),
                "s",
                outcome.version());
    }
}
