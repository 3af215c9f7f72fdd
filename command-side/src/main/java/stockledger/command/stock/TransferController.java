package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.http.Answers;
import stockledger.command.http.ApiContract;
import stockledger.command.http.IfMatchVersion;
import stockledger.command.http.InvalidBody;
import stockledger.command.stock.StockCommand.ReceiveTransfer;
import stockledger.command.stock.StockCommand.SendTransfer;
import stockledger.command.stock.StockRefusal.IdTaken;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.command.stock.StockRefusal.ProductNotFound;
import stockledger.command.stock.StockRefusal.TransferNotFound;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.TransferId;

@RestController
@RequestMapping(path = "/v1", consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
class TransferController {

    private final Commands commands;
    private final CatalogLookup places;
    private final KnownStreams known;

    TransferController(Commands commands, CatalogLookup places, KnownStreams known) {
        this.commands = commands;
        this.places = places;
        this.known = known;
    }

    record TransferBody(
            @NotNull LocationId from,
            @NotNull LocationId to,

            @NotNull @Min(1) @Max(StockController.MOST_UNITS)
            Long quantity,

            @Nullable @Size(min = 1, max = StockController.LONGEST_REFERENCE)
            String reference) {}

    /** What arrived; all that was sent when it is not said. */
    record ArrivalBody(
            @Nullable @Min(0) @Max(StockController.MOST_UNITS)
            Long quantity) {}

    /**
     * A transfer as it stands.
     *
     * @param quantity units sent
     * @param lost units sent that did not arrive
     * @param overReceived units that arrived and were not sent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TransferAnswer(
            TransferId id,
            Sku sku,
            LocationId from,
            LocationId to,
            String status,
            long quantity,
            @Nullable Long received,
            @Nullable Long lost,
            @Nullable Long overReceived,
            @Nullable String reference,
            long version) {}

    @ApiContract(
            does = "Sends units to another location.",
            status = 201,
            tagged = true,
            refusals = {ProductNotFound.class, LocationNotFound.class, InsufficientStock.class, IdTaken.class})
    @PostMapping("/inventory/{sku}/transfers")
    ResponseEntity<TransferAnswer> send(
            @PathVariable Sku sku,
            @IfMatchVersion('s') @Nullable Long expected,
            @RequestBody @Valid TransferBody body) {
        if (body.from().equals(body.to())) {
            throw new InvalidBody("to", "validation-failed", "A transfer goes to another location.");
        }
        places.require(sku, body.from(), body.to());
        TransferId id = TransferId.of(sku, GeneratedId.forA("transfer"));
        Outcome<StockAnswer> outcome = commands.send(
                new SendTransfer(sku, id, body.from(), body.to(), body.quantity(), body.reference()), expected);
        // As it was when it was sent, whatever became of it since.
        Transfer sent = new Transfer(transfer(outcome).id(), body.from(), body.to(), body.quantity(), null);
        return Answers.tagged(
                Answers.created(
                        "/v1/inventory/" + sku + "/movements",
                        answer(sku, sent, body.reference(), outcome.version()),
                        outcome.token()),
                "s",
                outcome.version());
    }

    @ApiContract(does = "Receives what was sent to a location.", tagged = true, refusals = TransferNotFound.class)
    @PostMapping("/transfers/{id}/receive")
    ResponseEntity<TransferAnswer> receive(
            @PathVariable TransferId id,
            @IfMatchVersion('s') @Nullable Long expected,
            @RequestBody @Valid ArrivalBody body) {
        Sku sku = id.sku();
        if (sku == null || !known.exists(sku.stockStream())) {
            throw new TransferNotFound(id);
        }
        Outcome<StockAnswer> outcome = commands.send(new ReceiveTransfer(sku, id, body.quantity()), expected);
        return Answers.tagged(
                Answers.done(answer(sku, transfer(outcome), null, outcome.version()), outcome.token()),
                "s",
                outcome.version());
    }

    private static Transfer transfer(Outcome<StockAnswer> outcome) {
        return Objects.requireNonNull(outcome.answer().transfer());
    }

    private static TransferAnswer answer(Sku sku, Transfer transfer, @Nullable String reference, long version) {
        boolean arrived = transfer.received() != null;
        return new TransferAnswer(
                transfer.id(),
                sku,
                transfer.from(),
                transfer.to(),
                arrived ? "received" : "inTransit",
                transfer.sent(),
                transfer.received(),
                arrived ? transfer.lost() : null,
                arrived ? transfer.overReceived() : null,
                reference,
                version);
    }
}
