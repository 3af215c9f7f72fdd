package stockledger.command.stock;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.Outcome;
import stockledger.command.http.Answers;
import stockledger.command.http.ApiContract;
import stockledger.command.http.IfMatchVersion;
import stockledger.command.stock.StockCommand.CountStock;
import stockledger.command.stock.StockRefusal.CountContradicted;
import stockledger.command.stock.StockRefusal.CountInFuture;
import stockledger.command.stock.StockRefusal.CountSuperseded;
import stockledger.command.stock.StockRefusal.CountTooOld;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.command.stock.StockRefusal.ProductNotFound;
import stockledger.events.LocationId;
import stockledger.events.Sku;

@RestController
class CountController {

    private final Commands commands;
    private final CatalogLookup known;
    private final Clock clock;

    CountController(Commands commands, CatalogLookup known, Clock clock) {
        this.commands = commands;
        this.known = known;
        this.clock = clock;
    }

    /** What was counted; just now when it is not said when. */
    record CountBody(
            @NotNull LocationId locationId,

            @NotNull @Min(0) @Max(StockController.MOST_UNITS)
            Long counted,

            @Nullable UtcTimestamp countedAt) {}

    /**
     * What a count put right.
     *
     * @param expected units that the books had when it was taken
     * @param delta counted − expected
     * @param onHand units at the location after it
     */
    record CountAnswer(
            Sku sku,
            LocationId locationId,
            long counted,
            long expected,
            long delta,
            Instant countedAt,
            long onHand,
            long version) {}

    @ApiContract(
            does = "Puts what is on hand right by a physical count.",
            status = 201,
            tagged = true,
            refusals = {
                ProductNotFound.class,
                LocationNotFound.class,
                CountInFuture.class,
                CountTooOld.class,
                CountSuperseded.class,
                CountContradicted.class
            })
    @PostMapping(
            path = "/v1/inventory/{sku}/counts",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<CountAnswer> count(
            @PathVariable Sku sku, @IfMatchVersion('s') @Nullable Long expected, @RequestBody @Valid CountBody body) {
        Outcome<StockAnswer> outcome = commands.send(counted(sku, body), expected);
        StockAnswer told = outcome.answer();
        CountAnswer answer = new CountAnswer(
                sku,
                body.locationId(),
                body.counted(),
                body.counted() - told.delta(),
                told.delta(),
                Objects.requireNonNull(told.countedAt()),
                told.onHand(),
                outcome.version());
        return Answers.tagged(
                Answers.created("/v1/inventory/" + sku + "/movements", answer, outcome.token()),
                "s",
                outcome.version());
    }

    /** What counts and rows of counts become. */
    CountStock counted(Sku sku, CountBody body) {
        known.require(sku, body.locationId());
        Instant countedAt = body.countedAt() == null ? null : body.countedAt().at();
        return new CountStock(sku, body.locationId(), body.counted(), countedAt, clock.instant());
    }
}
