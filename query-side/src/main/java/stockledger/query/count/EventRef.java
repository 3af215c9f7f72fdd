package stockledger.query.count;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.sku.SourceEvent;

/**
 * An event that is evidence of a cause.
 *
 * @param type its stored name
 * @param sku of another SKU; null for the counted one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventRef(
        String id,
        String type,
        Instant at,
        @Nullable String reference,
        @Nullable String sku) {

    static EventRef of(ProjectedEvent event, @Nullable String reference) {
        JsonTypeName name = event.payload().getClass().getAnnotation(JsonTypeName.class);
        String type = name == null ? event.payload().getClass().getSimpleName() : name.value();
        return new EventRef(event.id(), type, event.at(), reference, null);
    }

    static EventRef of(SourceEvent event) {
        return new EventRef(event.eventId(), event.type(), event.at(), event.reference(), null);
    }

    EventRef ofOther(String otherSku) {
        return new EventRef(id, type, at, reference, otherSku);
    }
}
