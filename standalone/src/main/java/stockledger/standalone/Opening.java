package stockledger.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import stockledger.standalone.sample.SampleShop;
import stockledger.standalone.servers.CannotStart;

/**
 * What happens between taking requests and being ready: the sample shop is filled if it was asked for, and then whoever
 * watches the log is told where to go. The service says that it is ready only after the first.
 */
final class Opening implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final StandaloneSettings settings;
    private final ConfigurableApplicationContext context;
    private final Environment environment;
    private volatile boolean sampleShop;

    Opening(StandaloneSettings settings, ConfigurableApplicationContext context) {
        this.settings = settings;
        this.context = context;
        this.environment = context.getEnvironment();
    }

    @Override
    public void run(ApplicationArguments arguments) throws InterruptedException {
        if (!settings.sampleShop()) {
            return;
        }
        try {
            sampleShop = new SampleShop(
                            settings.dataDir(),
                            address("local.server.port"),
                            settings.sampleShopErrandsAtOnce(),
                            Duration.ofSeconds(settings.sampleShopCatchUpSeconds()))
                    .fill();
        } catch (CannotStart e) {
            if (context.isActive()) {
                throw e;
            }
            LOG.info("stopped while the sample shop was filled; the next start goes on");
        }
    }

    /** Watched beside the start, since the start's own last act is to say that requests are taken. */
    @EventListener(ApplicationReadyEvent.class)
    void welcome() {
        Thread watching = new Thread(this::sayWhenReady, "welcome");
        watching.setDaemon(true);
        watching.start();
    }

    private void sayWhenReady() {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest health = HttpRequest.newBuilder(
                        address("local.management.port").resolve("/actuator/health/readiness"))
                .timeout(LONGEST_LOOK)
                .build();
        try {
            while (context.isActive() && !isReady(http, health)) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (context.isActive()) {
            String path = sampleShop ? "/v1/products/" + SampleShop.anySku() : "/v1/products";
            LOG.info("Stockledger is ready: {}", address("local.server.port").resolve(path));
        }
    }

    private static boolean isReady(HttpClient http, HttpRequest health) throws InterruptedException {
        try {
            return http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    private URI address(String portProperty) {
        String port = environment.getProperty(portProperty, environment.getProperty("local.server.port", "8080"));
        return URI.create("http://" + host() + ":" + port);
    }

    /** Where this machine reaches the service: an address that stands for all of them is no place to go. */
    private String host() {
        String bound = environment.getProperty("server.address", "127.0.0.1");
        try {
            return InetAddress.getByName(bound).isAnyLocalAddress() ? "127.0.0.1" : bound;
        } catch (UnknownHostException e) {
            return bound;
        }
    }
}
