package stockledger.command.stock;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRegistration;
import stockledger.command.http.BulkRowType;
import stockledger.command.http.BulkRowType.Column;
import stockledger.command.http.BulkRowType.Type;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.command.stock.StockCommand.CountStock;
import stockledger.command.stock.StockCommand.ReceiveStock;

@Configuration(proxyBeanMethods = false)
class StockConfiguration {

    @Bean
    AggregateRegistration<StockItem> stockAggregate() {
        return new AggregateRegistration<>(StockItem.class);
    }

    @Bean
    BulkRowType receiptRows(StockController controller, CatalogLookup catalog) {
        return new BulkRowType(
                "receipts",
                List.of(
                        Column.required("sku", Type.TEXT),
                        Column.required("locationId", Type.TEXT),
                        Column.required("quantity", Type.NUMBER),
                        Column.optional("reference", Type.TEXT),
                        Column.optional("incomingId", Type.TEXT),
                        Column.optional("occurredAt", Type.TEXT)),
                row -> {
                    ReceiveStock receipt =
                            controller.command(row.takeSku(), row.body(StockController.ReceiptBody.class));
                    catalog.require(receipt.sku(), receipt.locationId());
                    return receipt;
                });
    }

    @Bean
    BulkRowType adjustmentRows(StockController controller, CatalogLookup catalog) {
        return new BulkRowType(
                "adjustments",
                List.of(
                        Column.required("sku", Type.TEXT),
                        Column.required("locationId", Type.TEXT),
                        Column.required("delta", Type.NUMBER),
                        Column.required("reason", Type.TEXT),
                        Column.optional("reference", Type.TEXT),
                        Column.optional("from", Type.TEXT),
                        Column.optional("occurredAt", Type.TEXT)),
                row -> {
                    AdjustStock adjustment =
                            controller.command(row.takeSku(), row.body(StockController.AdjustmentBody.class));
                    catalog.require(adjustment.sku(), adjustment.locationId());
                    return adjustment;
                });
    }

    @Bean
    BulkRowType countRows(CountController controller, CatalogLookup catalog) {
        return new BulkRowType(
                "counts",
                List.of(
                        Column.required("sku", Type.TEXT),
                        Column.required("locationId", Type.TEXT),
                        Column.required("counted", Type.NUMBER),
                        Column.optional("countedAt", Type.TEXT)),
                row -> {
                    CountStock count = controller.command(row.takeSku(), row.body(CountController.CountBody.class));
                    catalog.require(count.sku(), count.locationId());
                    return count;
                });
    }
}
