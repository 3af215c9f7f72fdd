package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.GeneratedId;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.http.Answers;
import stockledger.command.http.CommandResponder;
import stockledger.command.http.EmptyBody;
import stockledger.command.http.HttpCommand;
import stockledger.command.http.IfMatchVersion;
import stockledger.command.http.NormalizedText;
import stockledger.command.stock.StockCommand.AnnounceIncoming;
import stockledger.command.stock.StockCommand.CancelIncoming;
import stockledger.command.stock.StockRefusal.IdOfAnotherRequest;
import stockledger.command.stock.StockRefusal.IncomingNotFound;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.command.stock.StockRefusal.ProductNotFound;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.web.ApiContract;

@RestController
@RequestMapping(
        path = "/v1/inventory/{sku}/incoming",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
class IncomingController implements HttpCommand.Source {

    private final CommandResponder responder;
    private final Commands commands;
    private final CatalogLookup catalog;
    private final KnownStreams streams;

    IncomingController(CommandResponder responder, Commands commands, CatalogLookup catalog, KnownStreams streams) {
        this.responder = responder;
        this.commands = commands;
        this.catalog = catalog;
        this.streams = streams;
    }

    record DeliveryBody(
            @NotNull LocationId locationId,

            @NotNull @Min(1) @Max(StockController.MAX_UNITS) Long quantity,

            @NotNull IsoDate expectedOn,

            @Nullable @NormalizedText @Size(min = 1, max = StockController.MAX_REFERENCE_LENGTH)
            String reference) {}

    /**
     * The state of a delivery.
     *
     * @param quantity units announced
     * @param expected units still expected
     * @param cancelled units no longer expected
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeliveryAnswer(
            IncomingId id,
            Sku sku,
            LocationId locationId,
            long quantity,
            long expected,
            long cancelled,
            LocalDate expectedOn,
            @Nullable String reference,
            long version) {}

    @ApiContract(
            id = "announceDelivery",
            summary = "Announces a delivery.",
            status = 201,
            tagged = true,
            refusals = {ProductNotFound.class, LocationNotFound.class, IdOfAnotherRequest.class})
    @PostMapping
    ResponseEntity<DeliveryAnswer> announce(
            @PathVariable Sku sku,
            @IfMatchVersion('s') @Nullable Long expected,
            @Valid @RequestBody DeliveryBody body) {
        IncomingId id = new IncomingId(GeneratedId.of("incoming").toString());
        return responder.respond(
                new AnnounceIncoming(
                        sku,
                        id,
                        body.locationId(),
                        body.quantity(),
                        body.expectedOn().date(),
                        body.reference()),
                expected,
                this::execute);
    }

    @Override
    public List<HttpCommand<?, ?>> commands() {
        return List.of(
                new HttpCommand<>(AnnounceIncoming.class, this::execute),
                new HttpCommand<>(CancelIncoming.class, this::execute));
    }

    private ResponseEntity<DeliveryAnswer> execute(AnnounceIncoming command, @Nullable Long expected) {
        Sku sku = command.sku();
        catalog.require(sku, command.locationId());
        Outcome<StockAnswer> outcome = commands.send(command, expected);
        // A retry is answered with the delivery as it was announced, even when units arrived since.
        Delivery announced = new Delivery(
                delivery(outcome).id(),
                command.locationId(),
                command.quantity(),
                command.quantity(),
                0,
                command.expectedOn());
        return Answers.tagged(
                Answers.created(
                        "/v1/inventory/" + sku + "/available-to-promise?on=" + command.expectedOn(),
                        answer(sku, announced, command.reference(), outcome.version()),
                        outcome.token()),
                "s",
                outcome.version());
    }

    @ApiContract(
            id = "cancelDelivery",
            summary = "Cancels what is still expected of a delivery.",
            tagged = true,
            refusals = {ProductNotFound.class, IncomingNotFound.class})
    @PostMapping("/{id}/cancel")
    ResponseEntity<DeliveryAnswer> cancel(
            @PathVariable Sku sku,
            @PathVariable IncomingId id,
            @IfMatchVersion('s') @Nullable Long expected,
            @RequestBody EmptyBody body) {
        return responder.respond(new CancelIncoming(sku, id), expected, this::execute);
    }

    private ResponseEntity<DeliveryAnswer> execute(CancelIncoming command, @Nullable Long expected) {
        Sku sku = command.sku();
        catalog.require(sku);
        streams.require(sku.stockStream(), () -> new IncomingNotFound(command.incomingId()));
        Outcome<StockAnswer> outcome = commands.send(command, expected);
        return Answers.tagged(
                Answers.done(answer(sku, delivery(outcome), null, outcome.version()), outcome.token()),
                "s",
                outcome.version());
    }

    private static Delivery delivery(Outcome<StockAnswer> outcome) {
        return Objects.requireNonNull(outcome.answer().delivery());
    }

    private static DeliveryAnswer answer(Sku sku, Delivery delivery, @Nullable String reference, long version) {
        return new DeliveryAnswer(
                delivery.id(),
                sku,
                delivery.locationId(),
                delivery.announced(),
                delivery.expected(),
                delivery.cancelled(),
                delivery.expectedOn(),
                reference,
                version);
    }
}
