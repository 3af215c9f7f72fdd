package stockledger.standalone;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.nio.file.Path;
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
import stockledger.command.CommandSide;
import stockledger.query.QuerySide;
import stockledger.standalone.servers.EmbeddedServers;
import stockledger.standalone.servers.EmbeddedServers.Addresses;
import stockledger.standalone.servers.EmbeddedSettings;

/** Starts the embedded servers before any bean is created, and adds their addresses to the environment. */
final class EmbeddedServersInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServersInitializer.class);

    /** Of both sides: the command side keeps records of open reservations and jobs beside the read models. */
    private static final String READ_MODELS =
            "query " + QuerySide.READ_MODELS_VERSION + ", command " + CommandSide.READ_MODELS_VERSION;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        StandaloneSettings standalone = bind(environment, "stockledger", StandaloneSettings.class);
        EmbeddedSettings embedded = bind(environment, "stockledger.embedded", EmbeddedSettings.class);
        EmbeddedServers servers = new EmbeddedServers(standalone.dataDir(), embedded, READ_MODELS);
        // Spring Boot calls this after the context was closed, by a signal or after a failed start.
        SpringApplication.getShutdownHandlers().add(servers::close);
        Addresses addresses = servers.start(EmbeddedServersInitializer::exit);
        context.getBeanFactory().registerSingleton("embeddedServers", servers);
        context.getBeanFactory().registerSingleton("embeddedAddresses", addresses);
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("embedded-servers", properties(addresses, standalone.dataDir())));
    }

    private static <T> T bind(ConfigurableEnvironment environment, String prefix, Class<T> type) {
        try (ValidatorFactory validators = Validation.buildDefaultValidatorFactory()) {
            ValidationBindHandler validating =
                    new ValidationBindHandler(new SpringValidatorAdapter(validators.getValidator()));
            return Binder.get(environment).bindOrCreate(prefix, Bindable.of(type), validating);
        }
    }

    private static Map<String, Object> properties(Addresses addresses, Path dataDir) {
        return Map.of(
                "stockledger.event-store.kind", "jdbc",
                "stockledger.event-store.jdbc.url", addresses.postgresUrl(),
                "stockledger.event-store.jdbc.username", addresses.postgresUser(),
                "stockledger.event-store.jdbc.password", addresses.postgresPassword(),
                "stockledger.event-store.jdbc.notifications", false,
                "stockledger.storage.folder", dataDir.toString(),
                "spring.mongodb.uri", addresses.mongoUri());
    }

    /** The service cannot work without its stores, so the process exits for its supervisor to restart it. */
    private static void exit(String reason) {
        LOG.error("Stockledger stops: {}", reason);
        new Thread(() -> System.exit(1), "exit").start();
    }
}
