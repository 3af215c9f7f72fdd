package stockledger.query.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.query.event.EventSearch.Found;
import stockledger.query.sku.RegisteredSkus;
import stockledger.query.sku.SkuProjection;

/** Finds registrations of products in the index of events. */
@Component
class IndexedRegistrations implements RegisteredSkus {

    private static final EventFilter REGISTRATIONS = new EventFilter(
            List.of(EventKey.TYPE.of(
                    ProductRegistered.class.getAnnotation(JsonTypeName.class).value())),
            null,
            null,
            true);

    private final EventSearch search;
    private final SkuProjection skus;

    IndexedRegistrations(EventSearch search, SkuProjection skus) {
        this.search = search;
        this.skus = skus;
    }

    @Override
    public Page after(String position, int limit) {
        Found found = search.find(REGISTRATIONS, position.isEmpty() ? null : position, false, limit);
        return found.entries().isEmpty()
                ? new Page(List.of(), null)
                : new Page(
                        found.entries().stream()
                                .map(entry -> skus.keyOfStream(EventSearch.address(entry).stream()))
                                .flatMap(Stream::ofNullable)
                                .toList(),
                        found.last());
    }
}
