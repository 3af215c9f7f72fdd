package stockledger.query.sku;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A transfer between two locations that has not arrived in full.
 *
 * @param quantity units that are still in transit
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UnitsInTransit(
        String id,
        String from,
        String to,
        long quantity,
        Instant sentAt,
        @Nullable String reference) {

    UnitsInTransit left(long units) {
        return new UnitsInTransit(id, from, to, units, sentAt, reference);
    }
}
