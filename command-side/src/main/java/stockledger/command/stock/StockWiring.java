package stockledger.command.stock;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRegistration;
import stockledger.command.http.BulkRowType;
import stockledger.command.http.BulkRowType.Column;
import stockledger.command.http.BulkRowType.Type;

@Configuration(proxyBeanMethods = false)
class StockWiring {

    @Bean
    AggregateRegistration<StockItem> stockAggregate() {
        return new AggregateRegistration<>(StockItem.class);
    }

    @Bean
    BulkRowType receiptRows(StockController controller) {
        return new BulkRowType(
                "receipts",
                List.of(
                        Column.required("sku", Type.TEXT),
                        Column.required("locationId", Type.TEXT),
                        Column.required("quantity", Type.NUMBER),
                        Column.optional("reference", Type.TEXT),
                        Column.optional("incomingId", Type.TEXT)),
                row -> controller.receipt(row.takeSku(), row.body(StockController.ReceiptBody.class)));
    }

    @Bean
    BulkRowType adjustmentRows(StockController controller) {
        return new BulkRowType(
                "adjustments",
                List.of(
                        Column.required("sku", Type.TEXT),
                        Column.required("locationId", Type.TEXT),
                        Column.required("delta", Type.NUMBER),
                        Column.required("reason", Type.TEXT),
                        Column.optional("reference", Type.TEXT)),
                row -> controller.adjustment(row.takeSku(), row.body(StockController.AdjustmentBody.class)));
    }

    @Bean
    BulkRowType countRows(CountController controller) {
        return new BulkRowType(
                "counts",
                List.of(
                        Column.required("sku", Type.TEXT),
                        Column.required("locationId", Type.TEXT),
                        Column.required("counted", Type.NUMBER),
                        Column.optional("countedAt", Type.TEXT)),
                row -> controller.command(row.takeSku(), row.body(CountController.CountBody.class)));
    }
}
