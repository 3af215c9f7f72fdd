package stockledger.command.catalog;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRegistration;
import stockledger.command.http.BulkRowType;
import stockledger.command.http.BulkRowType.Column;
import stockledger.command.http.BulkRowType.Type;

@Configuration(proxyBeanMethods = false)
class ProductConfiguration {

    @Bean
    AggregateRegistration<Product> productAggregate() {
        return new AggregateRegistration<>(Product.class);
    }

    @Bean
    BulkRowType productRows() {
        return new BulkRowType(
                "products",
                List.of(
                        Column.required("sku", Type.TEXT),
                        Column.required("name", Type.TEXT),
                        Column.optional("description", Type.TEXT),
                        Column.optional("brand", Type.TEXT),
                        Column.optional("category", Type.TEXT),
                        Column.optional("attributes.*", Type.TEXT),
                        Column.required("price.amount", Type.TEXT),
                        Column.required("price.currency", Type.TEXT),
                        Column.optional("images", Type.TEXT_LIST)),
                row -> row.body(ProductBody.class).command());
    }
}
