package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.Outcome;
import stockledger.command.http.Answers;
import stockledger.command.http.CommandResponder;
import stockledger.command.http.HttpCommand;
import stockledger.command.http.IfMatchVersion;
import stockledger.command.stock.StockCommand.SetStockPolicy;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.command.stock.StockRefusal.ProductNotFound;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.web.ApiContract;

@RestController
class PolicyController implements HttpCommand.Source {

    private final CommandResponder responder;
    private final Commands commands;
    private final CatalogLookup catalog;

    PolicyController(CommandResponder responder, Commands commands, CatalogLookup catalog) {
        this.responder = responder;
        this.commands = commands;
        this.catalog = catalog;
    }

    /** An absent member means: no safety stock, no reorder point, no limit of its own. */
    record PolicyBody(
            @Nullable LocationId locationId,

            @Nullable @Min(0) @Max(StockController.MAX_UNITS)
            Long safetyStock,

            @Nullable @Min(0) @Max(StockController.MAX_UNITS)
            Long reorderPoint,

            @Nullable @Min(0) @Max(StockController.MAX_UNITS)
            Long backorderLimit) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PolicyAnswer(
            Sku sku,
            @Nullable LocationId locationId,
            long safetyStock,
            @Nullable Long reorderPoint,
            @Nullable Long backorderLimit,
            long version) {}

    @ApiContract(
            id = "setStockPolicy",
            summary = "Sets safety stock, reorder point and backorder limit, of the SKU or of a location.",
            tagged = true,
            refusals = {ProductNotFound.class, LocationNotFound.class})
    @PutMapping(
            path = "/v1/inventory/{sku}/policy",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<PolicyAnswer> set(
            @PathVariable Sku sku, @IfMatchVersion('s') @Nullable Long expected, @Valid @RequestBody PolicyBody body) {
        long safetyStock = body.safetyStock() == null ? 0 : body.safetyStock();
        return responder.respond(
                new SetStockPolicy(sku, body.locationId(), safetyStock, body.reorderPoint(), body.backorderLimit()),
                expected,
                this::execute);
    }

    @Override
    public List<HttpCommand<?, ?>> commands() {
        return List.of(new HttpCommand<>(SetStockPolicy.class, this::execute));
    }

    private ResponseEntity<PolicyAnswer> execute(SetStockPolicy command, @Nullable Long expected) {
        catalog.require(command.sku(), command.locationId());
        Outcome<?> outcome = commands.send(command, expected);
        PolicyAnswer answer = new PolicyAnswer(
                command.sku(),
                command.locationId(),
                command.safetyStock(),
                command.reorderPoint(),
                command.backorderLimit(),
                outcome.version());
        return Answers.tagged(Answers.done(answer, outcome.token()), "s", outcome.version());
    }
}
