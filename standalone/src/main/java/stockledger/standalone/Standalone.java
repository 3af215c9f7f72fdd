package stockledger.standalone;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import stockledger.command.CommandSide;
import stockledger.query.QuerySide;
import stockledger.standalone.servers.EmbeddedSettings;

/** Both sides in one process on one port, with their own PostgreSQL, Redis and MongoDB stand-in. */
@Configuration(proxyBeanMethods = false)
@Import({CommandSide.class, QuerySide.class})
@EnableConfigurationProperties({StandaloneSettings.class, EmbeddedSettings.class})
public class Standalone {

    private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);

    @Bean
    Opening opening(StandaloneSettings settings, ConfigurableApplicationContext context) {
        return new Opening(settings, context);
    }

    /** Starts on port 8080 unless {@code --server.port} says otherwise; exits with 1 when that fails. */
    public static void main(String[] args) {
        SpringApplication application = new SpringApplicationBuilder(Standalone.class)
                .properties("spring.config.name=standalone,application")
                .initializers(new ServersFirst())
                .build();
        try {
            application.run(args);
        } catch (RuntimeException e) {
            // Said already, by OneLine or with its stack trace.
            LOG.debug("did not start", e);
            System.exit(1);
        }
    }
}
