package stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Units that left one location and have not arrived at another. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UnitsInTransit(
        String id,
        String from,
        String to,
        long quantity,
        Instant sentAt,
        @Nullable String reference) {}
