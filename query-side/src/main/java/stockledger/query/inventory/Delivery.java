package stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Units that are expected and have not come. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Delivery(
        String id,
        String locationId,
        long quantity,
        LocalDate expectedOn,
        @Nullable String reference) {

    Delivery less(long units) {
        return new Delivery(id, locationId, quantity - units, expectedOn, reference);
    }
}
