package stockledger.query.http;

import java.util.List;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.events.ConsistencyToken;
import stockledger.events.JobId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.web.ApiSchemas;
import stockledger.web.ProblemSchema;

/** Adds the queries to the API description. */
@Configuration(proxyBeanMethods = false)
class DescriptionConfiguration {

    static {
        for (Class<?> id : List.of(Sku.class, LocationId.class, ReservationId.class, JobId.class)) {
            SpringDocUtils.getConfig()
                    .replaceWithSchema(id, ProblemSchema.text().pattern("^[A-Za-z0-9._-]{1,64}$"));
        }
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Parameters.class, ConsistencyToken.class, AcceptedEncoding.class);
    }

    @Bean
    QueryDescription queryDescription(ApiSchemas schemas) {
        return new QueryDescription(schemas);
    }
}
