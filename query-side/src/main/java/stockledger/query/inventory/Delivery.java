package stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An announced delivery that has not arrived completely. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Delivery(
        String id,
        String locationId,
        long quantity,
        LocalDate expectedOn,
        @Nullable String reference) {

    Delivery reducedBy(long units) {
        return new Delivery(id, locationId, quantity - units, expectedOn, reference);
    }
}
