package stockledger.command;

import java.time.Clock;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;
import stockledger.command.dispatch.AggregateRegistration;
import stockledger.events.store.EventStoreConfiguration;
import stockledger.events.store.SnapshotTypes;
import stockledger.web.WebConfiguration;
import stockledger.web.limits.LimitsConfiguration;
import stockledger.web.security.SecurityConfiguration;
import stockledger.web.webhook.WebhookConfiguration;

/** The command side: run it by itself, or import it into a process that is both sides. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@ComponentScan(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@Import({
    EventStoreConfiguration.class,
    WebConfiguration.class,
    SecurityConfiguration.class,
    LimitsConfiguration.class,
    WebhookConfiguration.class
})
public class CommandSide {

    /**
     * Version of the documents that this side stores in MongoDB: the open reservations and jobs. It is to be
     * changed with their members, and with what events change in them: a standalone then folds them again.
     */
    public static final String READ_MODELS_VERSION = "2";

    /** Starts the command side alone, on port 8081 unless {@code --server.port} says otherwise. */
    public static void main(String[] args) {
        SpringApplication application = new SpringApplicationBuilder(CommandSide.class)
                .properties("spring.config.name=command-side,application")
                .build();
        application.run(args);
    }

    @Bean
    Clock commandClock() {
        return Clock.systemUTC();
    }

    @Bean
    SnapshotTypes snapshotTypes(List<AggregateRegistration<?>> aggregates) {
        return new SnapshotTypes(
                aggregates.stream().<Class<?>>map(AggregateRegistration::type).toList());
    }
}
