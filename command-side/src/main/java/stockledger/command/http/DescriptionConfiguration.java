package stockledger.command.http;

import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.events.IncomingId;
import stockledger.events.JobId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.web.ApiSchemas;
import stockledger.web.ProblemSchema;
import tools.jackson.databind.node.ObjectNode;

/** Adds the commands to the API description. */
@Configuration(proxyBeanMethods = false)
class DescriptionConfiguration {

    static {
        for (Class<?> id : List.of(Sku.class, LocationId.class, ReservationId.class, IncomingId.class, JobId.class)) {
            SpringDocUtils.getConfig().replaceWithSchema(id, id("^[A-Za-z0-9._-]{1,64}$"));
        }
        // The header is described with the command.
        SpringDocUtils.getConfig().addAnnotationsToIgnore(IfMatchVersion.class);
        // A merge patch is read as a tree; its contract names the type.
        SpringDocUtils.getConfig().replaceWithSchema(ObjectNode.class, new Schema<>(SpecVersion.V31));
        SpringDocUtils.getConfig().replaceWithSchema(TransferId.class, id("^[A-Za-z0-9._-]{1,97}$"));
    }

    private static Schema<?> id(String pattern) {
        return ProblemSchema.text().pattern(pattern);
    }

    @Bean
    MapLimits mapLimits() {
        return new MapLimits();
    }

    @Bean
    CommandDescription commandDescription(AsyncRequests asyncRequests, List<BulkRowType> rowTypes, ApiSchemas schemas) {
        return new CommandDescription(asyncRequests, rowTypes, schemas);
    }
}
