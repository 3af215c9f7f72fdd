package stockledger.command.catalog;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.catalog.ProductCommand.DescribeProduct;
import stockledger.command.catalog.ProductCommand.DiscontinueProduct;
import stockledger.command.catalog.ProductCommand.ReactivateProduct;
import stockledger.command.catalog.ProductCommand.RegisterProduct;
import stockledger.command.catalog.ProductCommand.RepriceProduct;
import stockledger.command.catalog.ProductRefusal.PriceNotPayable;
import stockledger.command.catalog.ProductRefusal.ProductExists;
import stockledger.command.catalog.ProductRefusal.ProductNotFound;
import stockledger.command.catalog.ProductRefusal.TooManyAttributes;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.http.Answers;
import stockledger.command.http.CommandResponder;
import stockledger.command.http.EmptyBody;
import stockledger.command.http.HttpCommand;
import stockledger.command.http.IfMatchVersion;
import stockledger.command.stock.StockCommand.FollowProduct;
import stockledger.events.ConsistencyToken;
import stockledger.events.Money;
import stockledger.events.Sku;
import stockledger.web.ApiContract;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping(path = "/v1/products", produces = MediaType.APPLICATION_JSON_VALUE)
class ProductController implements HttpCommand.Source {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final CommandResponder responder;
    private final Commands commands;
    private final KnownStreams streams;
    private final JsonMapper json;
    private final Validator validator;

    ProductController(
            CommandResponder responder, Commands commands, KnownStreams streams, JsonMapper json, Validator validator) {
        this.responder = responder;
        this.commands = commands;
        this.streams = streams;
        this.json = json;
        this.validator = validator;
    }

    /**
     * The answer to a command of a product.
     *
     * @param version of its catalog stream
     */
    record ProductState(Sku sku, boolean discontinued, long version) {}

    record PriceBody(@NotNull @Payable Money price) {}

    @ApiContract(
            id = "registerProduct",
            summary = "Registers a product in the catalog.",
            status = 201,
            tagged = true,
            refusals = ProductExists.class,
            problems = "400 " + ProductBody.RESERVED)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ProductState> register(@Valid @RequestBody ProductBody body) {
        return responder.respond(body.command(), null, this::execute);
    }

    private ResponseEntity<ProductState> execute(RegisterProduct command, @Nullable Long expected) {
        Outcome<Boolean> outcome = commands.send(command, expected);
        return Answers.tagged(
                Answers.created("/v1/products/" + command.sku(), state(command.sku(), outcome), outcome.token()),
                "p",
                outcome.version());
    }

    @Override
    public List<HttpCommand<?, ?>> commands() {
        return List.of(
                new HttpCommand<>(RegisterProduct.class, this::execute),
                new HttpCommand<>(DescribeProduct.class, this::execute),
                new HttpCommand<>(RepriceProduct.class, this::execute),
                new HttpCommand<>(DiscontinueProduct.class, this::decideSale),
                new HttpCommand<>(ReactivateProduct.class, this::decideSale));
    }

    @ApiContract(
            id = "describeProduct",
            summary =
                    "Changes a product by a merge patch (RFC 7396): members that it does not name, nested ones too, are kept.",
            tagged = true,
            body = ProductPatch.class,
            refusals = {ProductNotFound.class, TooManyAttributes.class, PriceNotPayable.class})
    @PatchMapping(
            path = "/{sku}",
            consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    ResponseEntity<ProductState> describe(
            @PathVariable Sku sku, @IfMatchVersion('p') @Nullable Long expected, @RequestBody ObjectNode body) {
        ProductPatch patch = json.treeToValue(body, ProductPatch.class);
        Set<ConstraintViolation<ProductPatch>> violations = validator.validate(patch);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return responder.respond(patch.command(sku, body), expected, this::execute);
    }

    @ApiContract(
            id = "setPrice",
            summary = "Sets the price of a product.",
            tagged = true,
            refusals = ProductNotFound.class)
    @PutMapping(path = "/{sku}/price", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ProductState> reprice(
            @PathVariable Sku sku, @IfMatchVersion('p') @Nullable Long expected, @Valid @RequestBody PriceBody body) {
        return responder.respond(new RepriceProduct(sku, body.price()), expected, this::execute);
    }

    @ApiContract(
            id = "discontinueProduct",
            summary = "Takes a product off sale.",
            tagged = true,
            refusals = ProductNotFound.class)
    @PostMapping(path = "/{sku}/discontinue", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ProductState> discontinue(
            @PathVariable Sku sku, @IfMatchVersion('p') @Nullable Long expected, @RequestBody EmptyBody body) {
        return responder.respond(new DiscontinueProduct(sku), expected, this::decideSale);
    }

    @ApiContract(
            id = "reactivateProduct",
            summary = "Puts a product on sale again.",
            tagged = true,
            refusals = ProductNotFound.class)
    @PostMapping(path = "/{sku}/reactivate", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ProductState> reactivate(
            @PathVariable Sku sku, @IfMatchVersion('p') @Nullable Long expected, @RequestBody EmptyBody body) {
        return responder.respond(new ReactivateProduct(sku), expected, this::decideSale);
    }

    private ResponseEntity<ProductState> execute(ProductCommand command, @Nullable Long expected) {
        streams.require(command.stream(), () -> new ProductNotFound(command.sku()));
        Outcome<Boolean> outcome = commands.send(command, expected);
        return Answers.tagged(Answers.done(state(command.sku(), outcome), outcome.token()), "p", outcome.version());
    }

    /**
     * The product decides whether it is sold, and its stock follows before the answer: from then on every instance refuses,
     * or accepts, new holds. After a crash in between, recovery lets the stock follow.
     */
    private ResponseEntity<ProductState> decideSale(ProductCommand command, @Nullable Long expected) {
        streams.require(command.stream(), () -> new ProductNotFound(command.sku()));
        Outcome<Boolean> decided = commands.send(command, expected);
        Outcome<Boolean> followed =
                commands.send(new FollowProduct(command.sku(), decided.answer(), decided.version()));
        ConsistencyToken token = new ConsistencyToken(
                Map.of(decided.stream(), decided.version(), followed.stream(), followed.version()));
        return Answers.tagged(Answers.done(state(command.sku(), decided), token), "p", decided.version());
    }

    private static ProductState state(Sku sku, Outcome<Boolean> outcome) {
        return new ProductState(sku, outcome.answer(), outcome.version());
    }
}
