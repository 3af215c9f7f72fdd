package stockledger.query.sku;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An announced delivery that has not arrived in full. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExpectedDelivery(
        String id,
        String locationId,
        long quantity,
        LocalDate expectedOn,
        @Nullable String reference) {

    ExpectedDelivery minus(long units) {
        return new ExpectedDelivery(id, locationId, quantity - units, expectedOn, reference);
    }
}
