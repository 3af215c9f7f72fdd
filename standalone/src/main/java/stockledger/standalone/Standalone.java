package stockledger.standalone;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import stockledger.command.CommandSide;
import stockledger.query.QuerySide;
import stockledger.standalone.servers.EmbeddedSettings;

/** Both sides in one process on one port, with embedded PostgreSQL, Redis and MongoDB stand-in. */
@Configuration(proxyBeanMethods = false)
@Import({CommandSide.class, QuerySide.class, EmbeddedClients.class})
@EnableConfigurationProperties({StandaloneSettings.class, EmbeddedSettings.class})
public class Standalone {

    private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);

    @Bean
    StartupRunner startupRunner(
            StandaloneSettings settings,
            ConfigurableApplicationContext context,
            ObjectProvider<HealthEndpoint> health) {
        return new StartupRunner(settings, context, health);
    }

    /** Starts on port 8080 unless {@code --server.port} says otherwise; exits with 1 when that fails. */
    public static void main(String[] args) {
        SpringApplication application = new SpringApplicationBuilder(Standalone.class)
                .properties("spring.config.name=standalone,application")
                .initializers(new EmbeddedServersInitializer())
                .build();
        try {
            application.run(args);
        } catch (RuntimeException e) {
            // Spring Boot has already logged the failure, through FailureReporter or with its stack trace.
            LOG.debug("Start failed", e);
            System.exit(1);
        }
    }
}
