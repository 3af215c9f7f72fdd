package stockledger.command.stock;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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
import stockledger.command.http.CommandResponder;
import stockledger.command.http.HttpCommand;
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
import stockledger.web.ApiContract;

@RestController
class CountController implements HttpCommand.Source {

    private final CommandResponder responder;
    private final Commands commands;
    private final CatalogLookup catalog;
    private final Clock clock;

    CountController(CommandResponder responder, Commands commands, CatalogLookup catalog, Clock clock) {
        this.responder = responder;
        this.commands = commands;
        this.catalog = catalog;
        this.clock = clock;
    }

    /** Without a time, the units were counted now. */
    record CountBody(
            @NotNull LocationId locationId,

            @NotNull @Min(0) @Max(StockController.MAX_UNITS) Long counted,

            @Nullable Instant countedAt) {}

    /**
     * The answer to a count.
     *
     * @param expected units that were on hand by the events when the count was taken
     * @param delta counted − expected
     * @param onHand units at the location after it
     * @param unavailable units of them that are not sellable
     */
    record CountAnswer(
            Sku sku,
            LocationId locationId,
            long counted,
            long expected,
            long delta,
            Instant countedAt,
            long onHand,
            long unavailable,
            long version) {}

    @ApiContract(
            id = "countStock",
            summary = "Corrects what is on hand by a physical count.",
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
            @PathVariable Sku sku, @IfMatchVersion('s') @Nullable Long expected, @Valid @RequestBody CountBody body) {
        return responder.respond(command(sku, body), expected, this::execute);
    }

    @Override
    public List<HttpCommand<?, ?>> commands() {
        return List.of(new HttpCommand<>(CountStock.class, this::execute));
    }

    private ResponseEntity<CountAnswer> execute(CountStock command, @Nullable Long expected) {
        catalog.require(command.sku(), command.locationId());
        Outcome<StockAnswer> outcome = commands.send(command, expected);
        StockAnswer counted = outcome.answer();
        CountAnswer answer = new CountAnswer(
                command.sku(),
                command.locationId(),
                command.counted(),
                command.counted() - counted.delta(),
                counted.delta(),
                Objects.requireNonNull(counted.countedAt()),
                counted.onHand(),
                counted.unavailable(),
                outcome.version());
        return Answers.tagged(
                Answers.created("/v1/inventory/" + command.sku() + "/movements", answer, outcome.token()),
                "s",
                outcome.version());
    }

    /** The command of a count, single or in bulk. */
    CountStock command(Sku sku, CountBody body) {
        return new CountStock(sku, body.locationId(), body.counted(), body.countedAt(), clock.instant());
    }
}
