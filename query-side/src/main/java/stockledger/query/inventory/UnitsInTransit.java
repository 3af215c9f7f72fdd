package stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A transfer that was sent and has not been received. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UnitsInTransit(
        String id,
        String from,
        String to,
        long quantity,
        Instant sentAt,
        @Nullable String reference) {}
