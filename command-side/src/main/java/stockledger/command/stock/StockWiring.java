package stockledger.command.stock;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRoom;
import stockledger.command.http.RowForm;
import stockledger.command.http.RowForm.Column;
import stockledger.command.http.RowForm.Type;

@Configuration(proxyBeanMethods = false)
class StockWiring {

    @Bean
    AggregateRoom<StockItem> stockAggregate() {
        return new AggregateRoom<>(StockItem.class);
    }

    @Bean
    RowForm receiptRows(StockController single) {
        return new RowForm(
                "receipts",
                List.of(
                        Column.required("sku", Type.TEXT),
                        Column.required("locationId", Type.TEXT),
                        Column.required("quantity", Type.NUMBER),
                        Column.optional("reference", Type.TEXT),
                        Column.optional("incomingId", Type.TEXT)),
                row -> single.receipt(row.takeSku(), row.body(StockController.ReceiptBody.class)));
    }

    @Bean
    RowForm adjustmentRows(StockController single) {
        return new RowForm(
                "adjustments",
                List.of(
                        Column.required("sku", Type.TEXT),
                        Column.required("locationId", Type.TEXT),
                        Column.required("delta", Type.NUMBER),
                        Column.required("reason", Type.TEXT),
                        Column.optional("reference", Type.TEXT)),
                row -> single.adjustment(row.takeSku(), row.body(StockController.AdjustmentBody.class)));
    }

    @Bean
    RowForm countRows(CountController single) {
        return new RowForm(
                "counts",
                List.of(
                        Column.required("sku", Type.TEXT),
                        Column.required("locationId", Type.TEXT),
                        Column.required("counted", Type.NUMBER),
                        Column.optional("countedAt", Type.TEXT)),
                row -> single.counted(row.takeSku(), row.body(CountController.CountBody.class)));
    }
}
