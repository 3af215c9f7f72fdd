package stockledger.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import stockledger.standalone.sample.SampleShop;
import stockledger.standalone.servers.StartFailedException;

/**
 * Fills the sample shop if it is configured, and logs the address of the service once it is ready. The service is ready
 * only after the sample shop is filled.
 */
final class StartupRunner implements ApplicationRunner, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StartupRunner.class);
    private static final Duration READINESS_POLL = Duration.ofMillis(100);

    private final StandaloneSettings settings;
    private final ConfigurableApplicationContext context;
    private final ObjectProvider<HealthEndpoint> health;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private volatile boolean sampleShop;

    StartupRunner(
            StandaloneSettings settings,
            ConfigurableApplicationContext context,
            ObjectProvider<HealthEndpoint> health) {
        this.settings = settings;
        this.context = context;
        this.health = health;
        scheduler.setThreadNamePrefix("startup-");
        scheduler.setDaemon(true);
        scheduler.initialize();
    }

    @Override
    public void run(ApplicationArguments arguments) throws InterruptedException {
        if (!settings.sampleShop()) {
            return;
        }
        try {
            sampleShop = new SampleShop(settings.dataDir(), address(), bootstrapKey()).fill();
        } catch (StartFailedException e) {
            if (context.isActive()) {
                throw e;
            }
            LOG.info("Stopped while the sample shop was being filled; the next start continues");
        }
    }

    /** The service has checked the file already. */
    private @Nullable String bootstrapKey() {
        String file = context.getEnvironment().getProperty("stockledger.security.bootstrap-key-file");
        if (file == null) {
            return null;
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new StartFailedException("The key in " + file + " cannot be read for the sample shop.", e);
        }
    }

    /** Readiness also depends on the read models, which may become current only after this event. */
    @EventListener(ApplicationReadyEvent.class)
    void awaitReadiness() {
        health.ifAvailable(
                endpoint -> scheduler.scheduleWithFixedDelay(() -> logAddressOnceReady(endpoint), READINESS_POLL));
    }

    private void logAddressOnceReady(HealthEndpoint endpoint) {
        HealthDescriptor readiness = endpoint.healthForPath("readiness");
        if (readiness != null && readiness.getStatus().equals(Status.UP)) {
            String path = sampleShop ? "/v1/products/" + SampleShop.exampleSku() : "/v1/products";
            LOG.info("Stockledger is ready: {}", address().resolve(path));
            close();
        }
    }

    private URI address() {
        String port = context.getEnvironment().getProperty("local.server.port", "8080");
        return URI.create("http://" + host() + ":" + port);
    }

    /** A client on this machine cannot connect to a wildcard address such as 0.0.0.0. */
    private String host() {
        Environment environment = context.getEnvironment();
        String bound = environment.getProperty("server.address", "127.0.0.1");
        try {
            return InetAddress.getByName(bound).isAnyLocalAddress() ? "127.0.0.1" : bound;
        } catch (UnknownHostException e) {
            return bound;
        }
    }

    @Override
    public void close() {
        scheduler.shutdown();
    }
}
