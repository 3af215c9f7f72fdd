package stockledger.standalone;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;
import stockledger.standalone.servers.EmbeddedServers;
import stockledger.standalone.servers.EmbeddedServers.Addresses;
import stockledger.standalone.servers.EmbeddedSettings;

/** Starts the servers before the service is put together, and tells the service where they are. */
final class ServersFirst implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ServersFirst.class);

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        StandaloneSettings standalone = bind(environment, "stockledger", StandaloneSettings.class);
        EmbeddedSettings embedded = bind(environment, "stockledger.embedded", EmbeddedSettings.class);
        EmbeddedServers servers = new EmbeddedServers(standalone.dataDir(), embedded);
        ClosingTime closing = new ClosingTime(context, servers);
        context.addApplicationListener(closing);
        // Called when the service has been closed, be it by a signal or because it could not start.
        SpringApplication.getShutdownHandlers().add(closing::over);
        Addresses addresses = servers.start(ServersFirst::giveUp);
        environment.getPropertySources().addFirst(new MapPropertySource("embedded-servers", properties(addresses)));
    }

    private static <T> T bind(ConfigurableEnvironment environment, String prefix, Class<T> type) {
        try (ValidatorFactory validators = Validation.buildDefaultValidatorFactory()) {
            ValidationBindHandler validating =
                    new ValidationBindHandler(new SpringValidatorAdapter(validators.getValidator()));
            return Binder.get(environment).bindOrCreate(prefix, Bindable.of(type), validating);
        }
    }

    private static Map<String, Object> properties(Addresses at) {
        return Map.of(
                "stockledger.event-store.kind", "jdbc",
                "stockledger.event-store.jdbc.url", at.postgresUrl(),
                "stockledger.event-store.jdbc.username", at.postgresUser(),
                "stockledger.event-store.jdbc.password", at.postgresPassword(),
                "spring.mongodb.uri", at.mongoUri(),
                "spring.data.redis.url", "redis://:" + at.redisPassword() + "@" + at.redisHost() + ":" + at.redisPort(),
                "spring.data.redis.host", at.redisHost(),
                "spring.data.redis.port", at.redisPort(),
                "spring.data.redis.password", at.redisPassword());
    }

    /** Without its event store the service can do nothing: it ends, so that whoever watches it starts it again. */
    private static void giveUp() {
        LOG.error("Stockledger stops: its PostgreSQL ended by itself; postgres.log in the data folder says why");
        new Thread(() -> System.exit(1), "stop").start();
    }
}
