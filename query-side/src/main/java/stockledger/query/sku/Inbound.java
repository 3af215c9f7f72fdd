package stockledger.query.sku;

import java.util.List;

/**
 * Units of one SKU that are on their way. They are stored apart from the stock: there may be thousands, and most
 * changes of the stock do not concern them.
 *
 * @param transfers that have not arrived, in the order they were sent
 * @param deliveries announced deliveries that have not arrived in full, the earliest first
 */
public record Inbound(List<UnitsInTransit> transfers, List<ExpectedDelivery> deliveries) {

    static final Inbound NONE = new Inbound(List.of(), List.of());
}
