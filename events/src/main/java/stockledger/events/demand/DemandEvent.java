package stockledger.events.demand;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.LocalDate;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.Sku;

/**
 * Events of demand that could not be met. Each process of the command side has a stream of its own, {@code demand:PROCESS}, to
 * which only it appends: so sequence numbers never conflict.
 */
public sealed interface DemandEvent {

    /** The stream of one process. */
    static String stream(String process) {
        return "demand:" + process;
    }

    /**
     * Requests to hold units of a SKU were refused: those of one day, location and cause since the event before.
     *
     * @param locationId that the requests named; null for those that could be met anywhere
     * @param day of the refusals, in UTC
     * @param requests number of refused requests, repeated ones too
     * @param shoppers who were refused; a bounded number
     * @param otherRequests number of requests of shoppers that are not named
     * @param otherUnitsAsked units that these asked for
     * @param otherUnitsShort units that these were short of
     */
    @JsonTypeName("demand.DemandRefused")
    @Revision("1")
    record DemandRefused(
            Sku sku,
            @Nullable LocationId locationId,
            LocalDate day,
            RefusalCause cause,
            long requests,
            List<RefusedShopper> shoppers,
            long otherRequests,
            long otherUnitsAsked,
            long otherUnitsShort)
            implements DemandEvent {

        public DemandRefused {
            shoppers = List.copyOf(shoppers);
        }
    }
}
