package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
import stockledger.command.http.HttpCommand;
import stockledger.command.http.IfMatchVersion;
import stockledger.command.http.InvalidBody;
import stockledger.command.http.NormalizedText;
import stockledger.command.stock.StockCommand.ReceiveTransfer;
import stockledger.command.stock.StockCommand.SendTransfer;
import stockledger.command.stock.StockRefusal.IdOfAnotherRequest;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.command.stock.StockRefusal.ProductNotFound;
import stockledger.command.stock.StockRefusal.TransferAlreadyReceived;
import stockledger.command.stock.StockRefusal.TransferNotFound;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.web.ApiContract;

@RestController
@RequestMapping(path = "/v1", consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
class TransferController implements HttpCommand.Source {

    private final CommandResponder responder;
    private final Commands commands;
    private final CatalogLookup catalog;
    private final KnownStreams streams;

    TransferController(CommandResponder responder, Commands commands, CatalogLookup catalog, KnownStreams streams) {
        this.responder = responder;
        this.commands = commands;
        this.catalog = catalog;
        this.streams = streams;
    }

    record TransferBody(
            @NotNull LocationId from,
            @NotNull LocationId to,

            @NotNull @Min(1) @Max(StockController.MAX_UNITS) Long quantity,

            @Nullable @NormalizedText @Size(min = 1, max = StockController.MAX_REFERENCE_LENGTH)
            String reference) {}

    /**
     * Units that arrived: all that are in transit, or a part.
     *
     * @param quantity null for all
     * @param last nothing more arrives, the rest is lost; otherwise the rest stays in transit
     */
    record ArrivalBody(
            @Nullable @Min(0) @Max(StockController.MAX_UNITS)
            Long quantity,

            @Nullable Boolean last) {}

    /**
     * The state of a transfer.
     *
     * @param quantity units sent
     * @param received units received so far; null before the first
     * @param inTransit units that may still arrive
     * @param lost units sent that did not arrive; null while some are in transit
     * @param overReceived units received beyond those sent
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
            long inTransit,
            @Nullable Long lost,
            @Nullable Long overReceived,
            @Nullable String reference,
            long version) {}

    @ApiContract(
            id = "sendTransfer",
            summary = "Sends units to another location.",
            status = 201,
            tagged = true,
            refusals = {ProductNotFound.class, LocationNotFound.class, InsufficientStock.class, IdOfAnotherRequest.class
            })
    @PostMapping("/inventory/{sku}/transfers")
    ResponseEntity<TransferAnswer> send(
            @PathVariable Sku sku,
            @IfMatchVersion('s') @Nullable Long expected,
            @Valid @RequestBody TransferBody body) {
        if (body.from().equals(body.to())) {
            throw new InvalidBody("to", "validation-failed", "A transfer needs two different locations.");
        }
        TransferId id = TransferId.of(sku, GeneratedId.of("transfer"));
        return responder.respond(
                new SendTransfer(sku, id, body.from(), body.to(), body.quantity(), body.reference()),
                expected,
                this::execute);
    }

    @Override
    public List<HttpCommand<?, ?>> commands() {
        return List.of(
                new HttpCommand<>(SendTransfer.class, this::execute),
                new HttpCommand<>(ReceiveTransfer.class, this::execute));
    }

    private ResponseEntity<TransferAnswer> execute(SendTransfer command, @Nullable Long expected) {
        Sku sku = command.sku();
        catalog.require(sku, command.from(), command.to());
        Outcome<StockAnswer> outcome = commands.send(command, expected);
        // A retry is answered with the transfer as it was sent, even when it was received since.
        Transfer sent = Transfer.sent(transfer(outcome).id(), command.from(), command.to(), command.quantity());
        return Answers.tagged(
                Answers.created(
                        "/v1/inventory/" + sku + "/movements",
                        answer(sku, sent, command.reference(), outcome.version()),
                        outcome.token()),
                "s",
                outcome.version());
    }

    @ApiContract(
            id = "receiveTransfer",
            summary = "Receives a transfer at its destination, in one or several parts.",
            tagged = true,
            refusals = {TransferNotFound.class, TransferAlreadyReceived.class})
    @PostMapping("/transfers/{id}/receive")
    ResponseEntity<TransferAnswer> receive(
            @PathVariable TransferId id,
            @IfMatchVersion('s') @Nullable Long expected,
            @Valid @RequestBody ArrivalBody body) {
        Sku sku = id.sku();
        if (sku == null) {
            throw new TransferNotFound(id);
        }
        return responder.respond(new ReceiveTransfer(sku, id, body.quantity(), body.last()), expected, this::execute);
    }

    private ResponseEntity<TransferAnswer> execute(ReceiveTransfer command, @Nullable Long expected) {
        Sku sku = command.sku();
        streams.require(sku.stockStream(), () -> new TransferNotFound(command.transferId()));
        Outcome<StockAnswer> outcome = commands.send(command, expected);
        return Answers.tagged(
                Answers.done(answer(sku, transfer(outcome), null, outcome.version()), outcome.token()),
                "s",
                outcome.version());
    }

    private static Transfer transfer(Outcome<StockAnswer> outcome) {
        return Objects.requireNonNull(outcome.answer().transfer());
    }

    private static TransferAnswer answer(Sku sku, Transfer transfer, @Nullable String reference, long version) {
        return new TransferAnswer(
                transfer.id(),
                sku,
                transfer.from(),
                transfer.to(),
                transfer.isOver() ? "received" : "inTransit",
                transfer.sent(),
                transfer.isOver() || transfer.received() > 0 ? (Long) transfer.received() : null,
                transfer.inTransit(),
                transfer.isOver() ? (Long) transfer.lost() : null,
                transfer.isOver() ? (Long) transfer.overReceived() : null,
                reference,
                version);
    }
}
