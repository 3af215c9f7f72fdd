package stockledger.command.http;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;

/** The description of the API, under {@code /v3/api-docs}, and a page to read it, under {@code /swagger-ui.html}. */
@Configuration(proxyBeanMethods = false)
class DescriptionWiring {

    static {
        for (Class<?> id : new Class<?>[] {Sku.class, LocationId.class, ReservationId.class}) {
            SpringDocUtils.getConfig().replaceWithSchema(id, id());
        }
    }

    private static Schema<?> id() {
        return new StringSchema().pattern("^[A-Za-z0-9._-]{1,64}$");
    }

    @Bean
    OperationCustomizer describedCommands() {
        return new Description();
    }

    @Bean
    OpenApiCustomizer describedCommandSide() {
        return api -> {
            if (api.getComponents() == null) {
                api.setComponents(new Components());
            }
            api.getComponents().addSchemas(ProblemSchema.NAME, ProblemSchema.members());
            api.setInfo(new Info().title("Stockledger").version("1"));
            // Where it is served, whoever reads it knows.
            api.setServers(null);
        };
    }
}
