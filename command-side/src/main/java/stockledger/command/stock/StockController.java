package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.http.Answers;
import stockledger.command.http.IfMatch;
import stockledger.command.http.InvalidBody;
import stockledger.command.http.Promises;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.command.stock.StockRefusal.ProductNotFound;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.stock.AdjustmentReason;

@RestController
@RequestMapping(
        path = "/v1/inventory/{sku}",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
class StockController {

    private static final long MOST_UNITS = 1_000_000_000;
    private static final int LONGEST_REFERENCE = 200;

    private final Commands commands;
    private final KnownStreams known;

    StockController(Commands commands, KnownStreams known) {
        this.commands = commands;
        this.known = known;
    }

    record ReceiptBody(
            @NotNull LocationId locationId,
            @NotNull @Min(1) @Max(MOST_UNITS) Long quantity,

            @Nullable @Size(min = 1, max = LONGEST_REFERENCE)
            String reference) {}

    record AdjustmentBody(
            @NotNull LocationId locationId,
            @NotNull @Min(-MOST_UNITS) @Max(MOST_UNITS) Long delta,
            @NotNull AdjustmentReason reason,

            @Nullable @Size(min = 1, max = LONGEST_REFERENCE)
            String reference) {}

    /** What a receipt or adjustment changed; {@code onHand} is the count at the location after it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Movement(
            Sku sku,
            LocationId locationId,
            long delta,
            @Nullable AdjustmentReason reason,
            @Nullable String reference,
            long onHand,
            long version) {}

    @Promises(
            status = 201,
            tagged = true,
            refusals = {ProductNotFound.class, LocationNotFound.class})
    @PostMapping("/receipts")
    ResponseEntity<Movement> receive(
            @PathVariable Sku sku,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody @Valid ReceiptBody body) {
        requireBoth(sku, body.locationId());
        Outcome<Long> outcome = commands.send(
                new ReceiveStock(sku, body.locationId(), body.quantity(), body.reference()),
                IfMatch.version(ifMatch, 's'));
        return moved(sku, body.locationId(), body.quantity(), null, body.reference(), outcome);
    }

    @Promises(
            status = 201,
            tagged = true,
            refusals = {ProductNotFound.class, LocationNotFound.class, InsufficientStock.class})
    @PostMapping("/adjustments")
    ResponseEntity<Movement> adjust(
            @PathVariable Sku sku,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody @Valid AdjustmentBody body) {
        if (body.delta() == 0) {
            throw new InvalidBody("delta", "validation-failed", "An adjustment changes something: delta is not 0.");
        }
        requireBoth(sku, body.locationId());
        Outcome<Long> outcome = commands.send(
                new AdjustStock(sku, body.locationId(), body.delta(), body.reason(), body.reference()),
                IfMatch.version(ifMatch, 's'));
        return moved(sku, body.locationId(), body.delta(), body.reason(), body.reference(), outcome);
    }

    private void requireBoth(Sku sku, LocationId location) {
        known.require(sku.productStream(), () -> new ProductNotFound(sku));
        known.require(location.stream(), () -> new LocationNotFound(location));
    }

    private static ResponseEntity<Movement> moved(
            Sku sku,
            LocationId location,
            long delta,
            @Nullable AdjustmentReason reason,
            @Nullable String reference,
            Outcome<Long> outcome) {
        Movement movement = new Movement(sku, location, delta, reason, reference, outcome.answer(), outcome.version());
        return Answers.tagged(
                Answers.created("/v1/inventory/" + sku + "/movements", movement, outcome.token()),
                "s",
                outcome.version());
    }
}
