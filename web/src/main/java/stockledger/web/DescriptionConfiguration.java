package stockledger.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The API description under {@code /v3/api-docs}, and its page under {@code /swagger-ui.html}. */
@Configuration(proxyBeanMethods = false)
class DescriptionConfiguration {

    /** The server is relative: the description is the same wherever it is served. */
    @Bean
    OpenAPI apiDescription() {
        return new OpenAPI().info(new Info().title("Stockledger").version("1")).servers(List.of(new Server().url("/")));
    }

    @Bean
    SchemaNames schemaNames() {
        return new SchemaNames();
    }

    @Bean
    ApiSchemas apiSchemas() {
        return new ApiSchemas();
    }

    /** An operation is tagged with the resource of its path: packages are internal, and a client has a class for each tag. */
    @Bean
    OpenApiCustomizer resourceTags() {
        return api -> {
            if (api.getPaths() != null) {
                api.getPaths()
                        .forEach((path, item) -> item.readOperations()
                                .forEach(operation -> operation.setTags(List.of(resourceOf(path)))));
            }
        };
    }

    /** The segment after the version: {@code products} of {@code /v1/products/{sku}}. */
    private static String resourceOf(String path) {
        String[] segments = path.split("/", -1);
        return segments[Math.min(2, segments.length - 1)];
    }

    @Bean
    OpenApiCustomizer sharedSchemas(ApiSchemas schemas) {
        return api -> {
            if (api.getComponents() == null) {
                api.setComponents(new Components());
            }
            api.getComponents().addSchemas(ProblemSchema.NAME, ProblemSchema.members());
            schemas.addTo(api.getComponents());
            api.getComponents().addSchemas("Money", ProblemSchema.money());
        };
    }
}
