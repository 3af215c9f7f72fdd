package stockledger.command.catalog;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.command.catalog.ProductCommand.Change;
import stockledger.command.catalog.ProductCommand.DescribeProduct;
import stockledger.command.catalog.ProductCommand.DiscontinueProduct;
import stockledger.command.catalog.ProductCommand.LookUpProduct;
import stockledger.command.catalog.ProductCommand.PriceChange;
import stockledger.command.catalog.ProductCommand.ReactivateProduct;
import stockledger.command.catalog.ProductCommand.RegisterProduct;
import stockledger.command.catalog.ProductCommand.RepriceProduct;
import stockledger.command.catalog.ProductRefusal.PriceNotPayable;
import stockledger.command.catalog.ProductRefusal.ProductExists;
import stockledger.command.catalog.ProductRefusal.TooManyAttributes;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.idempotency.IdempotentAggregate;
import stockledger.events.Money;
import stockledger.events.Sku;
import stockledger.events.Text;
import stockledger.events.catalog.ProductEvent.ProductAttributesReplaced;
import stockledger.events.catalog.ProductEvent.ProductDescribed;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductImagesReplaced;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.catalog.ProductEvent.ProductRebranded;
import stockledger.events.catalog.ProductEvent.ProductRecategorized;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.catalog.ProductEvent.ProductRenamed;
import stockledger.events.catalog.ProductEvent.ProductRepriced;

/**
 * One product of the catalog: its description, price and whether it is on sale. A command that changes nothing appends no
 * event. The names of the fields are part of stored snapshots.
 */
@AggregateRoot(type = "product")
@JsonTypeName("snapshot.product")
@Revision("1")
final class Product extends IdempotentAggregate<Boolean> {

    static final int MAX_ATTRIBUTES = 100;

    private String name = "";
    private @Nullable String description;
    private @Nullable String brand;
    private @Nullable String category;
    private Map<String, String> attributes = Map.of();
    private List<String> images = List.of();
    private @Nullable Money price;
    private boolean discontinued;

    Product() {}

    @Override
    protected Boolean answerTo(Object event) {
        return discontinued;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<Boolean> register(RegisterProduct command) {
        if (stream != null) {
            throw new ProductExists(command.sku());
        }
        apply(new ProductRegistered(
                command.sku(),
                command.name(),
                command.description(),
                command.brand(),
                command.category(),
                command.attributes(),
                command.price(),
                command.images()));
        return answer(command);
    }

    @CommandHandler
    Outcome<Boolean> describe(DescribeProduct command) {
        Sku sku = command.sku();
        Map<String, String> merged = merged(command);
        if (command.name() != null && !command.name().equals(name)) {
            apply(new ProductRenamed(sku, command.name()));
        }
        if (changes(command.description(), description)) {
            apply(new ProductDescribed(sku, to(command.description())));
        }
        if (changes(command.brand(), brand)) {
            apply(new ProductRebranded(sku, to(command.brand())));
        }
        if (changes(command.category(), category)) {
            apply(new ProductRecategorized(sku, to(command.category())));
        }
        if (!merged.equals(attributes)) {
            apply(new ProductAttributesReplaced(sku, merged));
        }
        List<String> newImages = command.images() == null
                ? images
                : Objects.requireNonNullElse(command.images().to(), List.of());
        if (!newImages.equals(images)) {
            apply(new ProductImagesReplaced(sku, newImages));
        }
        if (command.price() != null && price != null) {
            reprice(sku, changed(sku, command.price(), price));
        }
        return answer(command);
    }

    @CommandHandler
    Outcome<Boolean> reprice(RepriceProduct command) {
        reprice(command.sku(), command.price());
        return answer(command);
    }

    @CommandHandler
    Outcome<Boolean> discontinue(DiscontinueProduct command) {
        if (!discontinued) {
            apply(new ProductDiscontinued(command.sku()));
        }
        return answer(command);
    }

    @CommandHandler
    Outcome<Boolean> reactivate(ReactivateProduct command) {
        if (discontinued) {
            apply(new ProductReactivated(command.sku()));
        }
        return answer(command);
    }

    @CommandHandler
    Outcome<Boolean> lookUp(LookUpProduct command) {
        return answer(command);
    }

    private static Money changed(Sku sku, PriceChange change, Money now) {
        Money changed = change.of(now);
        if (!changed.equals(now) && !changed.fitsCurrency()) {
            throw new PriceNotPayable(sku, changed.amount().toPlainString(), changed.currency());
        }
        return changed;
    }

    private void reprice(Sku sku, Money to) {
        if (!to.equals(price)) {
            apply(new ProductRepriced(sku, to));
        }
    }

    private Map<String, String> merged(DescribeProduct command) {
        if (command.attributes() == null) {
            return attributes;
        }
        Map<String, @Nullable String> given = command.attributes().to();
        if (given == null) {
            return Map.of();
        }
        Map<String, String> merged = new TreeMap<>(attributes);
        // Names stored by earlier versions need not be normalized.
        merged.keySet().removeIf(name -> given.containsKey(Text.normalized(name)) && !given.containsKey(name));
        given.forEach((name, value) -> {
            if (value == null) {
                merged.remove(name);
            } else {
                merged.put(name, value);
            }
        });
        if (merged.size() > MAX_ATTRIBUTES) {
            throw new TooManyAttributes(command.sku(), MAX_ATTRIBUTES);
        }
        return merged;
    }

    private static <T> boolean changes(@Nullable Change<T> change, @Nullable T now) {
        return change != null && !Objects.equals(change.to(), now);
    }

    private static <T> @Nullable T to(@Nullable Change<T> change) {
        return change == null ? null : change.to();
    }

    private Outcome<Boolean> answer(ProductCommand command) {
        return Outcome.of(discontinued, command.stream());
    }

    @EventSourcingHandler
    void on(ProductRegistered event) {
        stream = event.sku().productStream();
        name = event.name();
        description = event.description();
        brand = event.brand();
        category = event.category();
        attributes = event.attributes();
        images = event.images();
        price = event.price();
    }

    @EventSourcingHandler
    void on(ProductRenamed event) {
        name = event.name();
    }

    @EventSourcingHandler
    void on(ProductDescribed event) {
        description = event.description();
    }

    @EventSourcingHandler
    void on(ProductRebranded event) {
        brand = event.brand();
    }

    @EventSourcingHandler
    void on(ProductRecategorized event) {
        category = event.category();
    }

    @EventSourcingHandler
    void on(ProductAttributesReplaced event) {
        attributes = event.attributes();
    }

    @EventSourcingHandler
    void on(ProductImagesReplaced event) {
        images = event.images();
    }

    @EventSourcingHandler
    void on(ProductRepriced event) {
        price = event.price();
    }

    @EventSourcingHandler
    void on(ProductDiscontinued event) {
        discontinued = true;
    }

    @EventSourcingHandler
    void on(ProductReactivated event) {
        discontinued = false;
    }
}
