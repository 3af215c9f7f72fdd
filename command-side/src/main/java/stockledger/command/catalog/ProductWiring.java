package stockledger.command.catalog;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRoom;
import stockledger.command.http.RowForm;
import stockledger.command.http.RowForm.Column;
import stockledger.command.http.RowForm.Type;

@Configuration(proxyBeanMethods = false)
class ProductWiring {

    @Bean
    AggregateRoom<Product> productAggregate() {
        return new AggregateRoom<>(Product.class);
    }

    @Bean
    RowForm productRows() {
        return new RowForm(
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
                        Column.optional("images", Type.WORDS)),
                row -> row.body(ProductBody.class).command());
    }
}
