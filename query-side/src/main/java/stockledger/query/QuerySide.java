package stockledger.query;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.mongodb.autoconfigure.DataMongoRepositoriesAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;
import stockledger.events.store.EventStoreConfiguration;
import stockledger.web.WebConfiguration;
import stockledger.web.limits.LimitsConfiguration;
import stockledger.web.security.SecurityConfiguration;
import stockledger.web.webhook.WebhookConfiguration;

/** The query side: run it by itself, or import it into a process that is both sides. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = {
            DataSourceAutoConfiguration.class,
            DataMongoRepositoriesAutoConfiguration.class,
            DataRedisRepositoriesAutoConfiguration.class,
            // The cache levels measure Redis; a meter for each Redis command would be a second one.
            LettuceObservationAutoConfiguration.class
        })
@ComponentScan(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@Import({
    EventStoreConfiguration.class,
    WebConfiguration.class,
    SecurityConfiguration.class,
    LimitsConfiguration.class,
    WebhookConfiguration.class
})
public class QuerySide {

    /**
     * Version of the documents that this side stores in MongoDB. It is to be changed with their members, and with what events
     * change in them: a standalone then folds them again, and operators of separate sides rebuild the projections.
     */
    public static final String READ_MODELS_VERSION = "4";

    /** Starts the query side alone, on port 8082 unless {@code --server.port} says otherwise. */
    public static void main(String[] args) {
        SpringApplication application = new SpringApplicationBuilder(QuerySide.class)
                .properties("spring.config.name=query-side,application")
                .build();
        application.run(args);
    }
}
